import { existsSync, lstatSync, realpathSync, rmdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Clock } from "../../platform/clock.ts";
import type { Logger } from "../../platform/logger.ts";
import type { DataPaths } from "../../platform/paths.ts";
import type { StoredModel } from "../contract.ts";
import { createDownloads, type Download } from "./downloads.ts";
import { isDiskFull, ModelFilesError } from "./errors.ts";
import { configOf, type FindOptions, type FoundModel, findModel } from "./find.ts";
import { defaultHubUrl, type HubSettings, requireHubUrl } from "./hub-settings.ts";
import { type ImportOptions, importModels } from "./import.ts";
import { describeModel, storedIds } from "./listing.ts";
import { lockModel } from "./lock.ts";
import { readManifest } from "./manifest.ts";
import { isModelId, modelFolder, requireModelId } from "./names.ts";
import { freeBytesAt, type PullLimits, type PullRequest, pullLimits, pullModel } from "./pull.ts";
import { type VerifyReport, verifyModel, type Watch } from "./verify.ts";

export interface ModelStoreParts {
  paths: DataPaths;
  clock: Clock;
  log: Logger;
  hub?: HubSettings;
  /** Who uses the files of a model now, as a sentence; such a model is not removed. */
  inUse?: (id: string) => string | undefined;
  limits?: Partial<PullLimits>;
}

/** A pull from another hub or with a token of its own; the token is never stored. */
export interface StorePullRequest extends PullRequest {
  url?: string;
  token?: string;
}

/** The weights on this disk. The disk is what is believed: every call looks, nothing is remembered between two. */
export interface ModelStore {
  /** The models folder. */
  readonly path: string;
  /** Cheap: manifests and sizes. */
  list(): StoredModel[];
  get(id: string): StoredModel | undefined;
  /** What an engine is pointed at. @throws ModelFilesError when it is missing, incomplete or known to be damaged */
  find(wanted: string, options?: FindOptions): FoundModel;
  /** The parsed `config.json`; undefined when there is none. */
  config(wanted: string): unknown;
  /** Fetches, or goes on. @throws ModelFilesError; `aborted` when the signal ended it, with everything kept */
  pull(request: StorePullRequest, watch?: Watch): Promise<StoredModel>;
  /** In the background, for the server. @throws ModelFilesError `bad_request` */
  start(request: StorePullRequest): Download;
  pause(id: string): Promise<void>;
  /** Goes on with what is on the disk, also after a restart of the server. @throws ModelFilesError `unknown_model` */
  resume(id: string): Download;
  /** Ends a download and removes what it had fetched. */
  cancel(id: string): Promise<void>;
  downloads(): Download[];
  onDownload(listener: (download: Download) => void): () => void;
  importFrom(path: string, options: ImportOptions, watch?: Watch): Promise<StoredModel[]>;
  verify(id: string, watch?: Watch): Promise<VerifyReport>;
  /** @throws ModelFilesError `in_use`, `busy`, `unknown_model` */
  remove(id: string): void;
  freeBytes(): number;
  /** Pauses what runs. */
  close(): Promise<void>;
}

export function createModelStore(parts: ModelStoreParts): ModelStore {
  const { clock, log } = parts;
  const models = parts.paths.models;
  const limits: PullLimits = { ...pullLimits, ...parts.limits };

  function access(request: StorePullRequest) {
    const own = requireHubUrl(parts.hub?.url || defaultHubUrl);
    const url = request.url ? requireHubUrl(request.url) : own;
    // The token that is kept belongs to the hub that is set, not to whatever address a request names.
    const isOwn = URL.parse(url)?.origin === URL.parse(own)?.origin;
    const token = (request.token ?? (isOwn ? parts.hub?.token : undefined))?.trim() || undefined;
    if (token === undefined && isOwn && parts.hub?.problem) throw parts.hub.problem;
    return { url, token };
  }

  const inUse = parts.inUse ? { inUse: parts.inUse } : {};

  async function pull(request: StorePullRequest, watch: Watch = {}): Promise<StoredModel> {
    const id = request.repository;
    requireModelId(id);
    const hub = access(request);
    const unlock = lockModel(models, id);
    try {
      log.info({ model: id, hub: hub.url }, "fetching a model");
      await pullModel({ clock, models, access: hub, limits, ...watch, ...inUse }, request);
      log.info({ model: id }, "model is complete");
    } catch (error) {
      throw explained(id, error, watch.signal);
    } finally {
      unlock();
    }
    return require(id);
  }

  function explained(id: string, error: unknown, signal: AbortSignal | undefined): ModelFilesError {
    if (error instanceof ModelFilesError && error.kind !== "aborted") return error;
    if (signal?.aborted)
      return new ModelFilesError(
        "aborted",
        `The download of ${id} is paused; what has been fetched is kept.`,
        `Go on with: vitrine models pull ${id}.`,
      );
    if (isDiskFull(error))
      return new ModelFilesError(
        "disk_full",
        `The disk that holds ${models} is full.`,
        "Free some space and try again.",
        error,
      );
    log.error({ model: id, err: error }, "fetching a model failed");
    return new ModelFilesError(
      "unreachable",
      `The files of ${id} could not be fetched or written.`,
      "The log says why.",
      error,
    );
  }

  function require(id: string): StoredModel {
    const stored = describeModel(models, id);
    if (!stored)
      throw new ModelFilesError(
        "unknown_model",
        `There are no files of ${id} on this machine.`,
        "See vitrine models list.",
      );
    return stored;
  }

  const downloads = createDownloads(clock, pull);

  /** What the disk says, and what this process knows of a download beside it. */
  function withDownload(stored: StoredModel): StoredModel {
    const download = downloads.get(stored.id);
    if (download?.state === "running") return { ...stored, state: "downloading", download: download.progress };
    if (!download?.problem || stored.state === "complete") return stored;
    return { ...stored, problems: [`${download.problem.reason} ${download.problem.fix}`, ...stored.problems] };
  }

  /** A download that has no folder yet: it asks the hub, or failed at that. */
  function begun(download: Download): StoredModel {
    return withDownload({
      id: download.id,
      revision: "",
      path: modelFolder(models, download.id),
      format: "other",
      state: "incomplete",
      bytes: 0,
      totalBytes: 0,
      files: 0,
      verifiedAt: null,
      problems: [],
    });
  }

  function look(id: string): StoredModel | undefined {
    if (!isModelId(id)) return undefined;
    const stored = describeModel(models, id);
    if (stored) return withDownload(stored);
    const download = downloads.get(id);
    return download && (download.state === "running" || download.problem) ? begun(download) : undefined;
  }

  function remove(id: string): void {
    requireModelId(id);
    const user = parts.inUse?.(id);
    if (user !== undefined) throw new ModelFilesError("in_use", user, "Stop it first.");
    const folder = modelFolder(models, id);
    if (downloads.get(id)?.state !== "running") {
      const failed = downloads.get(id) !== undefined && !existsSync(folder);
      downloads.forget(id);
      if (failed) return;
    }
    if (!isThere(folder)) require(id);
    if (realpathSync(dirname(folder)) !== join(realpathSync(models), basename(dirname(folder))))
      throw new ModelFilesError(
        "bad_request",
        `${dirname(folder)} is a link to another place, and Vitrine deletes nothing outside of its models folder.`,
        "Delete the files there by hand.",
      );
    const unlock = lockModel(models, id);
    try {
      // A registered model has nothing here but its manifest; a link is removed, never what it points at.
      rmSync(folder, { recursive: true, force: true });
      removeEmpty(dirname(folder));
      log.info({ model: id }, "model removed");
    } finally {
      unlock();
    }
  }

  return {
    path: models,
    list() {
      const ids = new Set([...storedIds(models), ...downloads.list().map(({ id }) => id)]);
      return [...ids].map(look).filter((stored) => stored !== undefined);
    },
    get: look,
    find: (wanted, options) => findModel(models, wanted, options),
    config: (wanted) => configOf(models, wanted),
    pull,
    start(request) {
      requireModelId(request.repository);
      access(request);
      return downloads.start(request);
    },
    pause: (id) => downloads.pause(id),
    resume(id) {
      const manifest = isModelId(id) ? readManifest(modelFolder(models, id)) : undefined;
      if (manifest?.origin !== "hub")
        throw new ModelFilesError("unknown_model", `There is no download of ${id} to go on with.`, "Start it anew.");
      const { revision, include, exclude, url } = manifest;
      return downloads.start({ repository: id, revision, include, exclude, ...(url ? { url } : {}) });
    },
    async cancel(id) {
      await downloads.cancel(id);
      const stored = describeModel(models, id);
      if (stored && stored.state !== "complete") remove(id);
    },
    downloads: () => downloads.list(),
    onDownload: (listener) => downloads.onChange(listener),
    importFrom: (path, options, watch) => importModels({ clock, models, limits, ...inUse }, path, options, watch),
    async verify(id, watch) {
      requireModelId(id);
      const unlock = lockModel(models, id);
      try {
        return await verifyModel(clock, models, id, watch);
      } catch (error) {
        if (watch?.signal?.aborted)
          throw new ModelFilesError("aborted", `Checking ${id} was ended before it was through.`, "");
        throw error;
      } finally {
        unlock();
      }
    },
    remove,
    freeBytes: () => freeBytesAt(models),
    close: () => downloads.close(),
  };
}

/** Also a link that leads nowhere. */
const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Other models of the same owner are there.
  }
}
