export { type EnqueueOptions, enqueue } from "./enqueue.ts";
export { type Attempt, defineJob, JobFailure, type JobKind } from "./job.ts";
export { countJobs, deleteJob, deleteJobsOf, type JobView, jobStates, listJobs, retryJob } from "./job-list.ts";
export { createJobRunner, type JobRunner } from "./runner.ts";
export type { JobState } from "./schema.ts";
