import type { GenerationEnd } from "../../src/generation/events.ts";
import type { ModelInfo } from "../../src/llm/contract.ts";
import type { Diagnostic, SourceFile } from "../../src/preview/contract.ts";

export type { GenerationEnd, GenerationEvent, LoggedEvent } from "../../src/generation/events.ts";
export type { ModelInfo, Usage } from "../../src/llm/contract.ts";
export type {
  Build,
  Diagnostic,
  PreviewComponent,
  PreviewPage,
  PreviewProp,
  SourceFile,
} from "../../src/preview/contract.ts";

/** One page of a list, as every list under `/api` answers. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export interface User {
  id: string;
  email: string;
  name: string;
  role: string;
}

export interface Login {
  accessToken: string;
  /** Seconds. */
  expiresIn: number;
  user: User;
  /** Where somebody was going when a provider signed them in: a path of this page. */
  returnTo?: string;
}

export interface Project {
  id: string;
  name: string;
  description: string;
  role: "owner" | "editor" | "viewer";
  createdAt: string;
  updatedAt: string;
  chatCount?: number;
  /** The version of Tailwind that it is written for; null leaves it to be found out. */
  tailwind?: 3 | 4 | null;
  thumbnailUrl?: string | null;
}

export interface Chat {
  id: string;
  projectId: string;
  title: string;
  createdAt: string;
  updatedAt: string;
  activeGenerationId?: string | null;
  thumbnailUrl?: string | null;
}

export interface Message {
  id: string;
  role: "user" | "assistant";
  authorId: string | null;
  authorName: string | null;
  text: string;
  reasoning: string;
  generationId: string | null;
  versionId: string | null;
  model: string | null;
  createdAt: string;
  /** How the generation went that it asked for or that wrote it. */
  status: Generation["status"] | null;
  /** With the two below: of an answer only. */
  usage: { promptTokens: number; completionTokens: number; costNanoUsd: number | null } | null;
  durationMs: number | null;
  diagnostics: Diagnostic[];
  /** Why another model answered than the one that should have. */
  standIn: string | null;
  attachments: SentFile[];
}

/** Something that a person sent along with a message. */
export interface SentFile {
  id: string;
  name: string;
  mediaType: string;
}

export interface Version {
  id: string;
  chatId: string;
  number: number;
  parentId: string | null;
  authorId: string | null;
  authorName: string | null;
  createdAt: string;
  status: "complete" | "draft";
  origin: "generation" | "edit" | "restore";
  /** The version that a restore brought back. */
  restoredId: string | null;
  generationId: string | null;
  /** Where its small picture is; null while nobody has looked at it. */
  thumbnailUrl?: string | null;
}

export interface VersionWithFiles extends Version {
  files: SourceFile[];
}

export interface FileChange {
  path: string;
  status: "added" | "removed" | "changed" | "same";
  before?: string;
  after?: string;
}

export interface Generation {
  id: string;
  chatId: string;
  status: "running" | GenerationEnd;
  model: string | null;
  requestedModel?: string;
  baseVersionId?: string | null;
  continuesId?: string | null;
  versionId?: string | null;
  promptTokens?: number | null;
  completionTokens?: number | null;
  createdAt: string;
  endedAt?: string | null;
}

export interface StartedGeneration {
  generation: Generation;
  streamUrl: string;
}

export interface Attachment {
  name: string;
  mediaType: string;
  /** Base64 without a prefix. */
  data: string;
}

export interface ModelList {
  items: ModelInfo[];
  /** The id that `auto` means now. */
  default: string | null;
}

export interface Health {
  status: string;
  service: string;
  version: string;
  startedAt: string;
  timestamp: string;
  dependencies: Record<string, unknown>;
}
