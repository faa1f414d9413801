export {
  type Asker,
  type ChatAccess,
  type ProjectAccess,
  requireChat,
  requireProject,
  requireVersion,
  type VersionAccess,
} from "./access.ts";
export {
  type Attachment,
  type AttachmentInput,
  attachmentLimits,
  imageTypes,
  messageAttachments,
} from "./attachments.ts";
export { type ActiveGeneration, createChat, titleFromRequest } from "./chats.ts";
export {
  addMessage,
  type GenerationFacts,
  listMessages,
  type MessageView,
  messageLength,
  type NewMessage,
} from "./messages.ts";
export { personProjectRoutes, projectOwners } from "./person-projects.ts";
export { countOwned, createProject, type ProjectView, tailwindOf, tailwindOfChat } from "./projects.ts";
export type { ProjectRouteDeps } from "./route-deps.ts";
export { projectRoutes } from "./routes.ts";
export type { Chat, Message, Project, ProjectRole, Version } from "./schema.ts";
export { checkFiles, diffFiles, type FileDiff, fileLimits, type VersionFile } from "./version-files.ts";
export {
  createVersion,
  latestVersion,
  listVersions,
  type NewVersion,
  readVersion,
  restoreVersion,
  saveFiles,
  type VersionView,
  type VersionWithFiles,
  versionFiles,
  versionView,
} from "./versions.ts";
