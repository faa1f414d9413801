import type { JobKind } from "../../platform/jobs/index.ts";
import { mailJob } from "./mail-job.ts";

export type { Notice, NoticeKind, NoticeOrigin } from "./notice.ts";
export { notify, notifyAdministrators } from "./notify.ts";

/** What a job runner must know to send e-mail. */
export const mailJobs: readonly JobKind[] = [mailJob];
