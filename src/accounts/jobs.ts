import type { JobKind } from "../platform/jobs/index.ts";
import { mailJob } from "./mail/mail-job.ts";
import { forgottenPasswordJob } from "./passwords/forgot.ts";

/** What a job runner must know to do what this room leaves for later. */
export const accountJobs: readonly JobKind[] = [mailJob, forgottenPasswordJob];
