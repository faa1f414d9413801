/** What other rooms may use of the preview. */

export { besideNote } from "./build/beside.ts";
export { createPreviewBuilder, type PreviewBuilderOptions } from "./build/builder.ts";
export { buildLimits } from "./build/limits.ts";
export { defaultPreviewAssets } from "./build/resources.ts";
export { previewWorkerEntry } from "./build/worker-entry.ts";
export type {
  Build,
  BuildInput,
  Diagnostic,
  ModuleManifest,
  PreviewBuilder,
  PreviewComponent,
  PreviewPage,
  PreviewProp,
  PreviewShown,
  SourceFile,
} from "./contract.ts";
export { type PreviewRoutesDeps, previewRoutes } from "./routes.ts";
