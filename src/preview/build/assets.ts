import type { Loader } from "bun";
import { placeholderSvg } from "../placeholder.ts";
import { join } from "./aliases.ts";
import { cssModule, cssModuleSource } from "./css-modules.ts";
import { type Project, resolveLocal } from "./project.ts";

const mediaTypes: Record<string, string> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  avif: "image/avif",
  svg: "image/svg+xml",
  ico: "image/x-icon",
  bmp: "image/bmp",
  mp4: "video/mp4",
  webm: "video/webm",
  mp3: "audio/mpeg",
  wav: "audio/wav",
  ogg: "audio/ogg",
  woff: "font/woff",
  woff2: "font/woff2",
  ttf: "font/ttf",
  otf: "font/otf",
  pdf: "application/pdf",
};

const ending = (path: string): string => (path.replace(/\?.*$/, "").split(".").at(-1) ?? "").toLowerCase();

/** Whether a specifier or path names a picture, a sound, a font or the like. */
export const isAsset = (path: string): boolean => mediaTypes[ending(path)] !== undefined;
export const isSheet = (path: string): boolean => /\.(css|scss|sass|less|pcss)(\?.*)?$/.test(path);
export const isCssModule = (path: string): boolean => /\.module\.(css|scss|sass|less)$/.test(path);

/** An address that holds the asset itself; a placeholder where the upload does not carry its bytes. */
export function assetUrl(path: string, text: string | undefined): string {
  const kind = mediaTypes[ending(path)] ?? "text/plain";
  const content = text?.trim() ?? "";
  if (content.startsWith("data:")) return content;
  if (ending(path) === "svg" && content.includes("<svg")) return `data:${kind},${encodeURIComponent(content)}`;
  if (content.length > 40 && /^[A-Za-z0-9+/\s]+={0,2}$/.test(content)) {
    return `data:${kind};base64,${content.replace(/\s+/g, "")}`;
  }
  if (!/^(image|video)\//.test(kind)) return `data:${kind},`;
  return `data:image/svg+xml,${encodeURIComponent(placeholderSvg(600, 400, path.split("/").at(-1) ?? path))}`;
}

export interface ModuleSource {
  contents: string;
  loader: Loader;
}

const js = (contents: string): ModuleSource => ({ contents, loader: "js" });
const text = (value: string): ModuleSource => js(`export default ${JSON.stringify(value)};`);

/**
 * A file that is no code, as the module that a bundler would make of it.
 * @param how `raw`, `url`, `react`, `inline` or `object` (with `src`, `width` and `height`, as Next has it)
 */
export function assetModule(project: Project, path: string, how: string): ModuleSource {
  const content = project.files.get(path) ?? "";
  const kind = ending(path);
  if (how === "raw" || how === "inline") return text(content);
  if (how === "react" && kind === "svg") return svgComponent(content);
  if (kind === "json" || kind === "jsonc" || kind === "json5") return json(content);
  if (isCssModule(path)) return js(cssModuleSource(readCssModule(project, path)));
  if (isSheet(path)) return js("export default {};");
  if (how === "url" || isAsset(path)) return picture(assetUrl(path, content), how, content);
  return text(content);
}

/** A picture that is not among the files. */
export const missingAsset = (path: string, how: string): ModuleSource => picture(assetUrl(path, undefined), how, "");

export function readCssModule(project: Project, path: string, depth = 0): ReturnType<typeof cssModule> {
  return cssModule(path, project.files.get(path) ?? "", (from) => {
    const other = resolveLocal(project, from, path);
    return other && depth < 5 ? readCssModule(project, other, depth + 1).names : undefined;
  });
}

function picture(url: string, how: string, content: string): ModuleSource {
  if (how !== "object") {
    const component = /^<svg|<svg /.test(content) ? `\n${svgComponent(content, "ReactComponent").contents}` : "";
    return js(`export default ${JSON.stringify(url)};${component}`);
  }
  const size = (name: string) => Number(new RegExp(`<svg[^>]*\\s${name}="([\\d.]+)`).exec(content)?.[1] ?? 0);
  const width = size("width") || 600;
  const height = size("height") || 400;
  const object = `{ src: ${JSON.stringify(url)}, width: ${width}, height: ${height}, blurDataURL: "", toString() { return this.src; } }`;
  return js(`export default ${object};`);
}

/** An SVG file as a component that passes its props on to the element, as svgr makes it. */
function svgComponent(content: string, name = "default"): ModuleSource {
  const [, head = "", inner = ""] = /<svg\b([^>]*)>([\s\S]*)<\/svg>/i.exec(content) ?? [];
  const attributes = [...head.matchAll(/([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].flatMap(([, key = "", a, b]) =>
    key === "style" || key.startsWith("xmlns:") ? [] : [[key === "class" ? "className" : key, a ?? b ?? ""]],
  );
  const props = JSON.stringify(Object.fromEntries(attributes));
  const html = JSON.stringify(inner);
  const declared =
    name === "default" ? "export { Svg as default, Svg as ReactComponent };\nfunction Svg" : `export function ${name}`;
  return js(
    `import { createElement } from "react";\n${declared}({ title, titleId, children, ...props }) { return createElement("svg", { ...${props}, ...props, dangerouslySetInnerHTML: { __html: ${html} } }); }`,
  );
}

function json(content: string): ModuleSource {
  try {
    JSON.parse(content);
    return { contents: content, loader: "json" };
  } catch {
    try {
      return { contents: JSON.stringify(Bun.JSONC.parse(content)), loader: "json" };
    } catch {
      return { contents: "{}", loader: "json" };
    }
  }
}

/** The uploaded asset that an address such as `/logo.svg` in markup or a style sheet means. */
export function addressedAsset(project: Project, address: string, importer: string): string | undefined {
  const path = address.replace(/[?#].*$/, "");
  if (!isAsset(path) || /^(https?:|data:|\/\/)/.test(path)) return undefined;
  const places = path.startsWith("/")
    ? [`public${path}`, `src/public${path}`, path.slice(1), `static${path}`]
    : [join(importer.split("/").slice(0, -1).join("/"), path), join("public", path)];
  return places.find((place) => project.files.has(place));
}
