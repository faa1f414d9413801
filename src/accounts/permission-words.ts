import type { Permission, Scope } from "./permissions.ts";
import type { Role } from "./schema.ts";

/** How something of the permission table is told to a person. */
export interface Words {
  label: string;
  description: string;
}

export const roleWords: Record<Role, Words> = {
  admin: {
    label: "Administrator",
    description: "Runs this appliance: people, engines, settings. Being one opens nobody's projects.",
  },
  member: { label: "Member", description: "Makes projects, generates, and shares with others." },
  viewer: {
    label: "Viewer",
    description: "Looks at the projects that others share, and changes nothing in them, whatever their role there.",
  },
};

export const permissionWords: Record<Permission, Words> = {
  "account.self": { label: "Own account, looking", description: "Who am I, how much is left, and signing out." },
  "account.manage": {
    label: "Own account, changing",
    description: "Name, password, second factors, sessions and API keys. No API key can do this.",
  },
  "projects.use": {
    label: "Projects",
    description: "Open the projects one takes part in, as far as one's role in each allows, and leave them.",
  },
  "projects.edit": {
    label: "Making and changing projects",
    description: "Make projects, and be an editor or owner of those of others.",
  },
  "generation.use": { label: "Generating", description: "Start and stop generations." },
  "preview.build": { label: "Preview", description: "Build the preview of files that are being edited." },
  "models.list": { label: "Models", description: "See which models can be chosen." },
  admin: {
    label: "Administration",
    description: "People, tiers, invitations, engines, settings, usage and the audit log.",
  },
};

export const scopeWords: Record<Scope, Words> = {
  read: { label: "Read", description: "Look at projects, chats, versions and models. Changes nothing." },
  write: { label: "Write", description: "Read and change projects, chats and versions. Does not generate." },
  generate: { label: "Generate", description: "Start and stop generations, and look at what they made." },
  gateway: { label: "Gateway", description: "The OpenAI-compatible addresses under /v1, for editors and scripts." },
  admin: { label: "Administration", description: "Everything of the administration, for an administrator's key." },
};
