/** What the preview room promises to the rooms above it and to the frame. */
export interface SourceFile {
  /** Relative, with forward slashes, for example `components/pricing.tsx`. */
  path: string;
  text: string;
}

export interface Diagnostic {
  path: string;
  /** From 1. */
  line: number;
  /** From 1. */
  column: number;
  message: string;
  severity: "error" | "warning" | "info";
  /** What to do about it, in words. */
  fix?: string;
  /** True when the builder mended it by itself. */
  repaired?: boolean;
}

export interface BuildInput {
  files: SourceFile[];
  /** The file to mount; found by itself when left out. */
  entry?: string;
  /** The export of `entry` to mount; `*` shows a gallery of all exported components. */
  component?: string;
  /** The files are still being written: close what is open, and keep quiet about what is only unfinished. */
  partial?: boolean;
  /** The version of Tailwind that the classes are written for; found out from the files when left out. */
  tailwind?: 3 | 4;
  /** Values in place of sample values, of the component that is shown alone; JSON, by the names of its props. */
  props?: Record<string, unknown>;
}

export interface Build {
  /** One ES module, its bare imports left for the frame's import map; empty when the files cannot be built. */
  js: string;
  css: string;
  /** Content hash of the build; equal input gives equal hash. */
  hash: string;
  /** The file that is mounted. */
  entry: string | undefined;
  /** Bare specifiers that the bundle imports, for preloading. */
  modules: string[];
  diagnostics: Diagnostic[];
  /** Every exported component, for choosing another one to show. */
  components?: PreviewComponent[];
  /** What is mounted; left out when nothing is. */
  shown?: PreviewShown;
  /** Every address of the project that is known, for going there; of a Next project with the files of its pages. */
  pages?: PreviewPage[];
  /** Whether what is shown follows an address: it has pages, or brings a router. */
  routed?: boolean;
  /** The version of Tailwind that the style sheet was made for. */
  tailwind?: 3 | 4;
  /** Files that the deterministic repair changed, as they were built. */
  repaired: SourceFile[];
}

export interface PreviewShown {
  kind: "component" | "pages" | "gallery" | "application";
  path: string;
  /** The name of the export; `*` for a gallery. */
  name: string;
  /** The values that a component which is shown alone was given: made up, or those that were asked for. */
  props: PreviewProp[];
}

export interface PreviewProp {
  name: string;
  type: string;
  /** As it stands in the code that mounts the component. */
  source: string;
  /** True for a value that was asked for. */
  chosen: boolean;
}

export interface PreviewPage {
  /** As Next writes it: `/blog/[slug]`. */
  pattern: string;
  /** The file of the page; left out for an address that only a router in the code knows. */
  path?: string;
}

export interface PreviewComponent {
  path: string;
  /** The name of the export, `default` for the default one. */
  name: string;
  /** Where it is declared, from 1. */
  line: number;
  props: { name: string; type: string; optional: boolean }[];
}

export interface PreviewBuilder {
  /** @throws Problem `too_large`, `path_invalid`; bad code is no error but a Build with diagnostics. */
  build(input: BuildInput, signal?: AbortSignal): Promise<Build>;
  /** Modules and exports that generated code may import, for the prompt and the documentation. */
  manifest(): ModuleManifest;
  close(): Promise<void>;
}

export interface ModuleManifest {
  modules: {
    name: string;
    exports: string[];
    /** It answers to any name, such as a font or an icon of a set that is drawn with another. */
    open?: boolean;
  }[];
}
