import type { AnyKind } from "../kind.ts";
import { calendar } from "./calendar.ts";
import { chat } from "./chat.ts";
import { emptyState } from "./empty-state.ts";
import { fileUpload } from "./file-upload.ts";
import { kanban } from "./kanban.ts";
import { mail } from "./mail.ts";

/** The kinds that are small applications or parts of one. */
export const applications: readonly AnyKind[] = [kanban, calendar, chat, mail, fileUpload, emptyState];
