import { literal, text } from "../code/escape.ts";
import { code } from "../code/template.ts";
import { defineKind } from "../kind.ts";
import { clamp, count, says, wants } from "../reading/ask.ts";
import type { Reading } from "../reading/reading.ts";
import { counted, spoken } from "../reading/words.ts";
import { othersThan, progressFill } from "./app-parts.ts";

interface Spec {
  /** Kinds of files that are taken, names of `accepted`; empty takes all. */
  types: string[];
  /** Megabytes for one file. */
  megabytes: number;
  files: number;
  /** Small pictures of images. */
  thumbnails: boolean;
}

const accepted: Record<string, { words: string[]; extensions: string[] }> = {
  Images: {
    words: ["image", "photo", "picture", "png", "jpg", "jpeg", "avatar"],
    extensions: ["png", "jpg", "jpeg", "webp", "gif"],
  },
  PDF: { words: ["pdf", "document", "resume", "cv"], extensions: ["pdf"] },
  Documents: { words: ["document", "docx", "word", "office"], extensions: ["doc", "docx", "odt", "txt"] },
  Tables: { words: ["csv", "xlsx", "excel", "spreadsheet"], extensions: ["csv", "xlsx"] },
  Videos: { words: ["video", "mp4", "movie"], extensions: ["mp4", "mov", "webm"] },
  Audio: { words: ["audio", "mp3", "music", "recording"], extensions: ["mp3", "wav", "m4a"] },
  Archives: { words: ["zip", "archive"], extensions: ["zip"] },
};

function read(reading: Reading, previous: Spec | undefined): Spec {
  const before = previous?.types ?? [];
  const names = Object.keys(accepted);
  const words = (name: string) => accepted[name]?.words ?? [];
  const said = names.filter((name) => says(reading, words(name)) && wants(reading, words(name), true));
  const away = names.filter((name) => says(reading, words(name)) && !wants(reading, words(name), true));
  const extend = says(reading, ["also", "too", "as well"]) || reading.adds.length > 0;
  const types = says(reading, ["any file", "all file", "any type", "all type"])
    ? []
    : said.length > 0
      ? names.filter((name) => said.includes(name) || (extend && before.includes(name)))
      : before.filter((name) => !away.includes(name));
  const single = says(reading, ["single", "one file", "only one file", "avatar", "profile picture"]);
  const megabytes = count(reading, ["mb", "megabyte", "mib"]) ?? sizeIn(reading) ?? previous?.megabytes ?? 10;
  return {
    types,
    megabytes: clamp(megabytes, 1, 1_000),
    files: clamp(
      (single ? 1 : count(reading, ["file", "image", "photo", "document"], previous?.files)) ?? previous?.files ?? 5,
      1,
      50,
    ),
    thumbnails: wants(reading, ["thumbnail", "preview", "image preview"], previous?.thumbnails ?? true),
  };
}

/** "5MB" in one word, which is no counted thing. */
function sizeIn(reading: Reading): number | undefined {
  const found = /(\d{1,4})\s?(mb|gb)\b/i.exec(reading.source.text);
  if (!found) return undefined;
  return Number(found[1]) * (found[2]?.toLowerCase() === "gb" ? 1_000 : 1);
}

export const fileUpload = defineKind<Spec>({
  name: "file-upload",
  label: "a file upload",
  placement: "app",
  absorbs: othersThan("file-upload"),
  words: {
    "file upload": 12,
    "upload form": 12,
    "image upload": 12,
    "photo upload": 12,
    "file uploader": 12,
    "upload area": 12,
    "upload zone": 12,
    "drag and drop upload": 14,
    "drag and drop file upload": 16,
    "drag and drop image upload": 16,
    "drag and drop": 9,
    "drag drop": 9,
    uploader: 10,
    upload: 8,
    dropzone: 10,
    "drop zone": 10,
    "file picker": 10,
    "file drop": 10,
    "datei upload": 12,
    hochladen: 8,
  },
  read,
  compose(spec, at) {
    const extensions = spec.types.flatMap((name) => accepted[name]?.extensions ?? []);
    const hint = [
      spec.types.length > 0 ? spoken(spec.types) : "Any file",
      `up to ${spec.megabytes} MB`,
      spec.files === 1 ? "one file" : `at most ${spec.files} files`,
    ].join(", ");
    const many = spec.files > 1;
    return code`
      interface Upload {
        id: number;
        name: string;
        size: number;
        /** 0 to 100. */
        progress: number;
        status: "uploading" | "done" | "failed";
        error: string;
        ${spec.thumbnails && "/** An object URL of an image. */\npicture: string | undefined;"}
      }

      const maxBytes = ${spec.megabytes} * 1024 * 1024;
      const maxFiles = ${spec.files};
      ${extensions.length > 0 && `const extensions = ${literal(extensions)};`}

      function sizeText(bytes: number): string {
        if (bytes < 1024) return \`\${bytes} B\`;
        if (bytes < 1024 * 1024) return \`\${Math.round(bytes / 1024)} KB\`;
        return \`\${(bytes / 1024 / 1024).toFixed(1)} MB\`;
      }

      /** What is wrong with a file, or nothing. */
      function problemOf(file: File): string {
        ${
          extensions.length > 0 &&
          `const extension = file.name.split(".").pop()?.toLowerCase() ?? "";
        if (!extensions.includes(extension)) return "This type of file is not accepted.";`
        }
        if (file.size > maxBytes) return \`The file is larger than \${sizeText(maxBytes)}.\`;
        return "";
      }

      export default function ${at.component}() {
        const [uploads, setUploads] = useState<Upload[]>([]);
        const [dragging, setDragging] = useState(false);
        const [notice, setNotice] = useState("");
        const input = useRef<HTMLInputElement>(null);
        const nextId = useRef(1);
        const active = uploads.some((upload) => upload.status === "uploading");
        const done = uploads.filter((upload) => upload.status === "done").length;

        useEffect(() => {
          if (!active) return;
          const timer = window.setInterval(() => {
            setUploads((current) =>
              current.map((upload) => {
                if (upload.status !== "uploading") return upload;
                const progress = Math.min(100, upload.progress + 4 + (upload.id % 3) * 3);
                return { ...upload, progress, status: progress === 100 ? "done" : "uploading" };
              }),
            );
          }, 120);
          return () => window.clearInterval(timer);
        }, [active]);

        function addFiles(files: File[]) {
          const room = maxFiles - uploads.filter((upload) => upload.status !== "failed").length;
          const taken = files.slice(0, Math.max(0, room));
          setNotice(taken.length < files.length ? ${many ? `"Only ${spec.files} files can be uploaded, the rest was left out."` : '"Remove the file before you choose another one."'} : "");
          setUploads((current) => [
            ...current,
            ...taken.map((file): Upload => {
              const error = problemOf(file);
              return {
                id: nextId.current++, name: file.name, size: file.size, progress: 0, error, status: error === "" ? "uploading" : "failed",
                ${spec.thumbnails && 'picture: file.type.startsWith("image/") ? URL.createObjectURL(file) : undefined,'}
              };
            }),
          ]);
        }

        function onChange(event: ChangeEvent<HTMLInputElement>) {
          addFiles([...(event.target.files ?? [])]);
          event.target.value = "";
        }

        function onDrop(event: DragEvent<HTMLDivElement>) {
          event.preventDefault();
          setDragging(false);
          addFiles([...event.dataTransfer.files]);
        }

        function remove(upload: Upload) {
          ${spec.thumbnails && "if (upload.picture) URL.revokeObjectURL(upload.picture);"}
          setUploads((current) => current.filter((other) => other.id !== upload.id));
          setNotice("");
        }

        return (
          <main className="${at.root} ${!at.alone && "py-16"} flex items-center justify-center p-4 sm:p-6">
            <Card className="w-full max-w-xl">
              <CardHeader>
                <CardTitle className="${at.size.card} ${at.headingColor}"><h1>${text(at.title(many ? "Upload files" : "Upload a file"))}</h1></CardTitle>
                <CardDescription>${text(at.subtitle("Drop them here or choose them from your device."))}</CardDescription>
              </CardHeader>
              <CardContent className="grid gap-5">
                <div
                  onDragOver={(event) => { event.preventDefault(); setDragging(true); }}
                  onDragLeave={() => setDragging(false)}
                  onDrop={onDrop}
                  className={cn(
                    "flex flex-col items-center gap-3 rounded-xl border border-dashed px-6 py-10 text-center transition-colors",
                    dragging ? "${at.accent.border} bg-muted" : "bg-muted/30",
                  )}
                >
                  <span className="flex size-11 items-center justify-center rounded-full border bg-background shadow-xs ${at.accent.name !== "" && at.accent.text}">
                    <UploadIcon className="size-5" aria-hidden="true" />
                  </span>
                  <div>
                    <p className="text-sm font-medium">{dragging ? "Let go to upload" : ${literal(many ? "Drag and drop files here" : "Drag and drop a file here")}}</p>
                    <p id="upload-hint" className="mt-1 text-xs text-muted-foreground">${text(hint)}</p>
                  </div>
                  <input
                    ref={input} id="files" type="file" ${many && "multiple"} className="sr-only" tabIndex={-1} aria-label="Files to upload" onChange={onChange}
                    ${extensions.length > 0 && 'accept={extensions.map((extension) => "." + extension).join(",")}'}
                  />
                  <Button type="button" variant="outline" size="sm" aria-describedby="upload-hint" onClick={() => input.current?.click()}>${text(at.button(many ? "Choose files" : "Choose a file"))}</Button>
                </div>

                {uploads.length > 0 && (
                  <div className="grid gap-3">
                    <div className="flex items-center justify-between text-sm">
                      <h2 className="font-medium">{done} of {uploads.length} uploaded</h2>
                      {done > 0 && !active && (
                        <Button variant="ghost" size="sm" onClick={() => setUploads([])}>Clear all</Button>
                      )}
                    </div>
                    <ul className="grid gap-2">
                      {uploads.map((upload) => (
                        <li key={upload.id} className="flex items-center gap-3 rounded-lg border p-3">
                          ${
                            spec.thumbnails &&
                            '{upload.picture && <img src={upload.picture} alt="" className="size-10 shrink-0 rounded-md border object-cover" />}'
                          }
                          ${spec.thumbnails ? "{!upload.picture && (" : ""}
                            <span className="flex size-10 shrink-0 items-center justify-center rounded-md bg-muted text-muted-foreground">
                              <FileIcon className="size-5" aria-hidden="true" />
                            </span>
                          ${spec.thumbnails ? ")}" : ""}
                          <div className="min-w-0 flex-1">
                            <div className="flex items-center gap-2 text-sm">
                              <span className="truncate font-medium">{upload.name}</span>
                              <span className="shrink-0 text-xs text-muted-foreground">{sizeText(upload.size)}</span>
                              {upload.status === "uploading" && <span className="ml-auto text-xs text-muted-foreground tabular-nums">{upload.progress}%</span>}
                              {upload.status === "done" && <CheckCircle2Icon className="ml-auto size-4 text-emerald-600 dark:text-emerald-400" aria-label="Uploaded" />}
                            </div>
                            {upload.status === "failed" ? (
                              <p role="alert" className="mt-1 text-xs text-destructive">{upload.error}</p>
                            ) : (
                              <Progress value={upload.progress} className="mt-2 h-1.5 ${progressFill(at.accent)}" aria-label={\`Progress of \${upload.name}\`} />
                            )}
                          </div>
                          <Button variant="ghost" size="icon" className="size-8 shrink-0 text-muted-foreground" aria-label={\`Remove \${upload.name}\`} onClick={() => remove(upload)}>
                            <XIcon />
                          </Button>
                        </li>
                      ))}
                    </ul>
                  </div>
                )}
                <p role="status" className="text-sm text-muted-foreground empty:hidden">{notice}</p>
              </CardContent>
              <CardFooter className="justify-end gap-2 border-t">
                <Button variant="outline" disabled={uploads.length === 0} onClick={() => { setUploads([]); setNotice(""); }}>Cancel</Button>
                <Button className="${at.solid}" disabled={done === 0 || active} onClick={() => { setNotice(\`\${done} \${done === 1 ? "file is" : "files are"} saved in this sample.\`); setUploads([]); }}>
                  Save
                </Button>
              </CardFooter>
            </Card>
          </main>
        );
      }
    `;
  },
  describe: (spec) =>
    spoken([
      `a drop zone for ${spec.types.length > 0 ? spoken(spec.types).toLowerCase().replace("pdf", "PDF") : "all files"}`,
      `${counted(spec.files, "file")} of ${spec.megabytes} MB at most`,
      "progress",
      "removal",
      "messages",
    ]),
  followUps: (spec) => [
    spec.types.includes("Images") ? "any file type" : "only images",
    spec.megabytes === 5 ? "max 20 MB" : "max 5 MB",
    spec.files === 1 ? "up to 3 files" : "single file",
  ],
});
