import type { Attachment } from "./types.ts";

export interface Picked extends Attachment {
  key: string;
  /** Bytes before base64. */
  size: number;
  image: boolean;
}

const maxBytes = 5 * 1024 * 1024;
const textTypes = /^(text\/|application\/(json|xml|javascript|typescript|x-yaml))/u;
const textNames = /\.(tsx?|jsx?|css|html?|json|md|txt|ya?ml|svg|csv|vue|svelte)$/iu;
const images = new Set(["image/png", "image/jpeg", "image/webp", "image/gif"]);

/** Reads pasted, dropped or chosen files. What cannot be used comes back as a sentence for the person. */
export async function readAttachments(files: File[]): Promise<{ picked: Picked[]; refused: string[] }> {
  const picked: Picked[] = [];
  const refused: string[] = [];
  for (const file of files) {
    const image = images.has(file.type);
    const text = textTypes.test(file.type) || textNames.test(file.name);
    if (!image && !text) refused.push(`${file.name} is neither an image nor a text file.`);
    else if (file.size > maxBytes) refused.push(`${file.name} is larger than 5 MB.`);
    else {
      const data = toBase64(new Uint8Array(await file.arrayBuffer()));
      const name = file.name || (image ? `pasted.${file.type.slice(6)}` : "pasted.txt");
      const mediaType = image ? file.type : "text/plain";
      picked.push({ key: `${name}:${file.size}:${file.lastModified}`, name, mediaType, data, size: file.size, image });
    }
  }
  return { picked, refused };
}

export function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}

export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} kB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
