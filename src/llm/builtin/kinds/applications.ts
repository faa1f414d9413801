import type { AnyKind } from "../kind.ts";
import { calendar } from "./calendar.ts";
import { chat } from "./chat.ts";
import { checkout } from "./checkout.ts";
import { commandPalette } from "./command-palette.ts";
import { emptyState } from "./empty-state.ts";
import { fileUpload } from "./file-upload.ts";
import { kanban } from "./kanban.ts";
import { mail } from "./mail.ts";
import { notifications } from "./notifications.ts";
import { profile } from "./profile.ts";
import { settings } from "./settings.ts";
import { team } from "./team.ts";
import { timeline } from "./timeline.ts";
import { wizard } from "./wizard.ts";

/** The kinds that are small applications or parts of one. */
export const applications: readonly AnyKind[] = [
  kanban,
  calendar,
  chat,
  mail,
  fileUpload,
  emptyState,
  team,
  timeline,
  notifications,
  commandPalette,
  wizard,
  checkout,
  profile,
  settings,
];
