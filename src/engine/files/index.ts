export type { Download } from "./downloads.ts";
export { ModelFilesError, type ModelFilesErrorKind } from "./errors.ts";
export type { FindOptions, FoundModel } from "./find.ts";
export { defaultHubUrl, type HubSettings, hubFromEnvironment } from "./hub-settings.ts";
export type { ImportOptions } from "./import.ts";
export { createModelStore, type ModelStore, type ModelStoreParts, type StorePullRequest } from "./store.ts";
export type { VerifiedFile, VerifyReport, Watch } from "./verify.ts";
