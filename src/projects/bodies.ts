import { t } from "elysia";
import { attachmentLimits } from "./attachments.ts";
import { titleLength } from "./chats.ts";
import { descriptionLength, nameLength } from "./projects.ts";
import { thumbnailLimits } from "./thumbnails.ts";
import { fileLimits } from "./version-files.ts";

/** The JSON shapes of this room, as OpenAPI shows them. */
const id = t.String({ format: "uuid" });
const nullableId = t.Nullable(id);
const time = t.String({ format: "date-time" });
// Not `t.UnionEnum`: that one makes its first value the default, and a member without a role would become an owner.
const role = t.Union([t.Literal("owner"), t.Literal("editor"), t.Literal("viewer")]);

const tailwind = t.Nullable(t.Union([t.Literal(3), t.Literal(4)]), {
  description: "The version of Tailwind that the project is written for; null lets it be found out from the files.",
});
const thumbnailUrl = t.Nullable(
  t.String({ description: "A small picture; null while nobody has looked at it in a browser." }),
);

export const projectBody = t.Object({
  id,
  name: t.String(),
  description: t.String(),
  role,
  createdAt: time,
  updatedAt: time,
  chatCount: t.Integer(),
  tailwind,
  thumbnailUrl,
});

export const memberBody = t.Object({ userId: id, email: t.String(), name: t.String(), role, createdAt: time });

export const chatBody = t.Object({
  id,
  projectId: id,
  title: t.String(),
  createdAt: time,
  updatedAt: time,
  activeGenerationId: nullableId,
  thumbnailUrl,
});

const generationStatus = t.Union([
  t.Literal("running"),
  t.Literal("completed"),
  t.Literal("stopped"),
  t.Literal("failed"),
  t.Literal("interrupted"),
]);

const diagnostic = t.Object({
  path: t.String(),
  line: t.Integer(),
  column: t.Integer(),
  message: t.String(),
  severity: t.Union([t.Literal("error"), t.Literal("warning"), t.Literal("info")]),
  repaired: t.Optional(t.Boolean()),
});

export const messageBody = t.Object({
  id,
  role: t.Union([t.Literal("user"), t.Literal("assistant")]),
  authorId: nullableId,
  authorName: t.Nullable(t.String()),
  text: t.String(),
  reasoning: t.String(),
  generationId: nullableId,
  versionId: nullableId,
  model: t.Nullable(t.String()),
  createdAt: time,
  status: t.Nullable(generationStatus, {
    description: "Of the generation that this message asked for or that wrote it.",
  }),
  usage: t.Nullable(
    t.Object({
      promptTokens: t.Integer(),
      completionTokens: t.Integer(),
      costNanoUsd: t.Nullable(t.Integer({ description: "Billionths of a US dollar; null when no price is known." })),
    }),
    { description: "Of an answer, once it has ended." },
  ),
  durationMs: t.Nullable(t.Integer({ description: "From request to end, of an answer that has ended." })),
  diagnostics: t.Array(diagnostic, {
    description: "What was found wrong with an answer, and what of it was repaired.",
  }),
  standIn: t.Nullable(
    t.String({ description: "Why another model answered than the one that should have; null when none stood in." }),
  ),
  attachments: t.Array(t.Object({ id, name: t.String(), mediaType: t.String() }), {
    maxItems: attachmentLimits.count,
  }),
});

const file = t.Object({ path: t.String(), text: t.String() });

export const versionBody = t.Object({
  id,
  chatId: id,
  number: t.Integer({ minimum: 1 }),
  parentId: nullableId,
  authorId: nullableId,
  authorName: t.Nullable(t.String()),
  generationId: nullableId,
  origin: t.Union([t.Literal("generation"), t.Literal("edit"), t.Literal("restore")]),
  restoredId: t.Nullable(
    t.String({ format: "uuid", description: "The earlier version that a `restore` brought back." }),
  ),
  status: t.Union([t.Literal("complete"), t.Literal("draft")]),
  createdAt: time,
  thumbnailUrl,
  files: t.Array(file),
});

export const diffBody = t.Object({
  files: t.Array(
    t.Object({
      path: t.String(),
      status: t.Union([t.Literal("added"), t.Literal("removed"), t.Literal("changed")]),
      before: t.Optional(t.String()),
      after: t.Optional(t.String()),
    }),
  ),
});

/** What requests carry. Longest lengths are checked here, meaning in the services. */
export const newProject = t.Object({
  name: t.String({ minLength: 1, maxLength: nameLength }),
  description: t.Optional(t.String({ maxLength: descriptionLength })),
  tailwind: t.Optional(tailwind),
});
export const projectChange = t.Partial(newProject);
export const newThumbnail = t.Object({
  data: t.String({
    minLength: 1,
    maxLength: 2 * thumbnailLimits.bytes,
    description: `A WebP or JPEG picture as base64, at most ${thumbnailLimits.bytes / 1024} KiB and ${thumbnailLimits.largest} pixels wide and high.`,
  }),
});
export const thumbnailBody = t.Object({ thumbnailUrl: t.String() });
export const newMember = t.Object({ email: t.String({ minLength: 1, maxLength: 254 }), role });
export const memberChange = t.Object({ role });
export const newChat = t.Object({ title: t.Optional(t.String({ minLength: 1, maxLength: titleLength })) });
export const chatChange = t.Object({ title: t.String({ minLength: 1, maxLength: titleLength }) });
/** Counts and sizes are checked by `checkFiles`, whose answers say what the limit is. */
export const editedFiles = t.Object({
  parentId: t.Optional(id),
  files: t.Array(
    t.Object({
      path: t.String({ minLength: 1, maxLength: 500 }),
      text: t.String({ maxLength: fileLimits.totalBytes }),
    }),
    { minItems: 1 },
  ),
});
