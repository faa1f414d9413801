import type { FrameFonts } from "./fonts.ts";

export interface FramePage {
  html: string;
  /** CSP sources of the inline scripts, for example `'sha256-…'`. */
  scripts: string[];
}

/** The document of the sandboxed frame: an import map, fonts, the boot script, and nothing that shows. */
export function framePage(imports: Record<string, string>, boot: string, fonts: FrameFonts): FramePage {
  const map = JSON.stringify({ imports });
  const preloads = [
    ...[
      "vitrine/runtime/hot",
      "vitrine/core/react",
      "react",
      "react/jsx-runtime",
      "react-dom",
      "react-dom/client",
      boot,
    ],
  ]
    .flatMap((name) => (imports[name] ? [`<link rel="modulepreload" href="${imports[name]}" crossorigin>`] : []))
    .concat(fonts.preload.map((url) => `<link rel="preload" as="font" type="font/woff2" href="${url}" crossorigin>`))
    .join("");
  const html = [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Preview</title>',
    `<script type="importmap">${map}</script>${preloads}<style>${fonts.css}</style><style id="vitrine-css"></style></head>`,
    `<body><div id="root"></div><script type="module" src="${imports[boot]}" crossorigin></script></body></html>`,
  ].join("");
  const hash = new Bun.CryptoHasher("sha256").update(map).digest("base64");
  return { html, scripts: [`'sha256-${hash}'`] };
}
