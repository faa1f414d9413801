import { type FontOptions, familyFor, fontStyle } from "./font-style.ts";

interface LocalFontOptions extends FontOptions {
  src?: string | { path: string }[];
}

/** `next/font/local`: font files do not travel with the preview, the nearest of the frame's own fonts stands in. */
export default function localFont(options: LocalFontOptions = {}) {
  const source = typeof options.src === "string" ? options.src : (options.src?.[0]?.path ?? "");
  const file =
    source
      .split("/")
      .at(-1)
      ?.replace(/\.\w+$/, "") ?? "";
  const hint = `${file} ${options.variable ?? ""}`;
  const kind = /mono|code/i.test(hint) ? "Geist_Mono" : /serif|times|georgia/i.test(hint) ? "serif" : "Geist";
  return fontStyle(file || "local", familyFor(kind), options);
}
