import { t } from "elysia";
import { fileLimits } from "../projects/index.ts";

/** The JSON shapes of this room, as OpenAPI shows them. */
const id = t.String({ format: "uuid" });
const nullableId = t.Nullable(id);
const nullableCount = t.Nullable(t.Integer());
const time = t.String({ format: "date-time" });

export const generationBody = t.Object({
  id,
  chatId: id,
  userId: id,
  status: t.UnionEnum(["running", "completed", "stopped", "failed", "interrupted"]),
  requestedModel: t.String(),
  model: t.Nullable(t.String()),
  baseVersionId: nullableId,
  continuesId: nullableId,
  versionId: nullableId,
  promptTokens: nullableCount,
  completionTokens: nullableCount,
  costNanoUsd: nullableCount,
  error: t.Nullable(t.Object({ code: t.String(), message: t.String(), retryable: t.Boolean() })),
  createdAt: time,
  endedAt: t.Nullable(time),
});

export const startedBody = t.Object({ generation: generationBody, streamUrl: t.String() });

// What is too long is refused by the services, whose answers say what the limit is.
const prompt = t.String({ description: "At most 100,000 characters." });
const model = t.Optional(
  t.String({ maxLength: 300, description: "A model's id; `auto` or nothing lets Vitrine choose." }),
);

export const startRequest = t.Object({
  prompt: t.Optional(prompt),
  model,
  attachments: t.Optional(
    t.Array(
      t.Object({
        name: t.String({ minLength: 1, maxLength: 200 }),
        mediaType: t.String({ minLength: 1, maxLength: 200 }),
        data: t.String({ description: "Base64 or a data URL; at most 5 MiB decoded." }),
      }),
      { description: "Pictures (PNG, JPEG, WebP, GIF) and text files, at most six." },
    ),
  ),
  files: t.Optional(
    t.Array(
      t.Object({
        path: t.String({ minLength: 1, maxLength: 500 }),
        text: t.String({ maxLength: fileLimits.totalBytes }),
      }),
      { minItems: 1, description: "Files as edited outside; they become a version that the answer starts from." },
    ),
  ),
  baseVersionId: t.Optional(t.String()),
  variants: t.Optional(t.Integer({ minimum: 1, maximum: 1, description: "One answer at a time, for now." })),
  continues: t.Optional(t.String({ description: "An earlier generation that was stopped or broke off." })),
});

export const generateRequest = t.Object({
  prompt,
  model,
  projectId: t.Optional(t.String()),
  chatId: t.Optional(t.String()),
});

export const modelsBody = t.Object({
  items: t.Array(
    t.Object({
      id: t.String(),
      provider: t.String(),
      model: t.String(),
      label: t.String(),
      contextLength: t.Optional(t.Integer()),
      vision: t.Boolean(),
      builtin: t.Boolean({ description: "The built-in pattern engine, which is not a language model." }),
      loading: t.Optional(t.String({ description: "What it waits for before it can answer." })),
    }),
  ),
  default: t.Nullable(t.String()),
});

export const bundleBody = t.Object({
  js: t.String(),
  css: t.String(),
  hash: t.String(),
  entry: t.Optional(t.String()),
  modules: t.Array(t.String()),
  diagnostics: t.Array(
    t.Object({
      path: t.String(),
      line: t.Integer(),
      column: t.Integer(),
      message: t.String(),
      severity: t.UnionEnum(["error", "warning", "info"]),
      fix: t.Optional(t.String()),
      repaired: t.Optional(t.Boolean()),
    }),
  ),
  repaired: t.Array(t.Object({ path: t.String(), text: t.String() })),
  components: t.Optional(
    t.Array(
      t.Object({
        path: t.String(),
        name: t.String({ description: "Of the export; `default` for the default one." }),
        line: t.Integer(),
        props: t.Array(t.Object({ name: t.String(), type: t.String(), optional: t.Boolean() })),
      }),
    ),
  ),
  shown: t.Optional(
    t.Object({
      kind: t.Union([t.Literal("component"), t.Literal("pages"), t.Literal("gallery"), t.Literal("application")]),
      path: t.String(),
      name: t.String(),
      props: t.Array(t.Object({ name: t.String(), type: t.String(), source: t.String(), chosen: t.Boolean() }), {
        description: "What a component that is shown alone was given.",
      }),
    }),
  ),
  pages: t.Optional(t.Array(t.Object({ pattern: t.String(), path: t.Optional(t.String()) }))),
  routed: t.Optional(t.Boolean({ description: "Whether what is shown follows an address." })),
  tailwind: t.Optional(t.Union([t.Literal(3), t.Literal(4)])),
});

export const bundleQuery = t.Object({
  entry: t.Optional(
    t.String({
      maxLength: 500,
      description: "The file to show; one that the version does not have counts for nothing.",
    }),
  ),
  component: t.Optional(
    t.String({ maxLength: 200, description: "The export of it to show; `*` for a gallery of all components." }),
  ),
});

export const streamQuery = t.Object({
  after: t.Optional(t.String({ maxLength: 20, description: "Send only events with a higher number." })),
  ticket: t.Optional(t.String({ maxLength: 200 })),
});
