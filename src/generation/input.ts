import { Problem } from "../platform/problem.ts";
import { type AttachmentInput, imageTypes, messageLength } from "../projects/index.ts";

const mebibyte = 1024 * 1024;
export const inputLimits = { promptLength: messageLength, attachments: 6, attachmentBytes: 5 * mebibyte } as const;

/** An attachment as a request carries it. */
export interface SentAttachment {
  name: string;
  mediaType: string;
  /** Base64, or a whole `data:` URL. */
  data: string;
}

/** @throws Problem `validation_failed`, `too_large` */
export function requirePrompt(prompt: string): string {
  if (prompt.length > inputLimits.promptLength) {
    const most = inputLimits.promptLength.toLocaleString("en");
    throw new Problem("too_large", `A request can have at most ${most} characters. Put long texts into an attachment.`);
  }
  if (prompt.trim() === "") {
    const message = "Say what you would like to have built.";
    throw new Problem("validation_failed", message, { errors: [{ path: "/prompt", message }] });
  }
  return prompt.toWellFormed();
}

/** @throws Problem `too_large`, `unsupported_media_type`, `validation_failed` */
export function readAttachments(sent: readonly SentAttachment[]): AttachmentInput[] {
  if (sent.length > inputLimits.attachments) {
    throw new Problem("too_large", `A request can have at most ${inputLimits.attachments} attachments.`);
  }
  return sent.map((one, index) => readAttachment(one, index));
}

function readAttachment({ name, mediaType, data: text }: SentAttachment, index: number): AttachmentInput {
  const base64 = text.replace(/^data:[^,]{0,200},/, "");
  // Three bytes for each four characters: what is far too long is not decoded at all.
  if (base64.length * 0.75 > inputLimits.attachmentBytes + 4) throw tooLarge(name);
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(base64)) {
    throw new Problem("validation_failed", "An attachment is not valid base64.", {
      errors: [{ path: `/attachments/${index}/data`, message: "is not base64" }],
    });
  }
  const data = Buffer.from(base64, "base64");
  if (data.byteLength > inputLimits.attachmentBytes) throw tooLarge(name);
  if (data.byteLength === 0) {
    throw new Problem("validation_failed", `The attachment ${quoted(name)} is empty.`, {
      errors: [{ path: `/attachments/${index}/data`, message: "is empty" }],
    });
  }
  const type = (mediaType.split(";")[0] ?? "").trim().toLowerCase();
  if (!imageTypes.includes(type) && !isText(data)) {
    throw new Problem(
      "unsupported_media_type",
      `${quoted(name)} is neither a PNG, JPEG, WebP or GIF picture nor a text file.`,
    );
  }
  // Whether a picture is what it says is checked where it is stored.
  return {
    name,
    mediaType: imageTypes.includes(type) || /^(text\/|application\/)/.test(type) ? type : "text/plain",
    data,
  };
}

const quoted = (name: string): string => JSON.stringify(name.slice(0, 80));

const tooLarge = (name: string) =>
  new Problem("too_large", `${quoted(name)} is larger than ${inputLimits.attachmentBytes / mebibyte} MiB.`);

function isText(data: Uint8Array): boolean {
  try {
    return !new TextDecoder("utf-8", { fatal: true }).decode(data).includes("\0");
  } catch {
    return false;
  }
}
