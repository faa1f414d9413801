/** `axios` in a preview that has no network: every request is refused in one clear sentence, as an AxiosError. */
type Config = Record<string, unknown>;

export class AxiosError extends Error {
  override name = "AxiosError";
  readonly isAxiosError = true;
  readonly code = "ERR_NETWORK";
  readonly response = undefined;
  readonly config: Config;

  constructor(message = "Network Error", config: Config = {}) {
    super(message);
    this.config = config;
  }
}

function interceptors() {
  return { use: () => 0, eject: () => {}, clear: () => {} };
}

/** The frame's own `fetch` refuses too, and tells the page what was asked for. */
async function request(url: unknown, config: Config = {}): Promise<never> {
  const given = typeof url === "object" && url !== null ? Reflect.get(url, "url") : url;
  const address = typeof given === "string" ? given : "";
  await globalThis.fetch(address || "/").catch(() => undefined);
  throw new AxiosError(`The preview is offline, so the request to ${address || "a server"} was not sent.`, config);
}

function create(defaults: Config = {}) {
  const call = (url: unknown, config?: Config) => request(url, config);
  const verb = (url: unknown, ..._more: unknown[]) => request(url);
  return Object.assign(call, {
    request,
    get: verb,
    delete: verb,
    head: verb,
    options: verb,
    post: verb,
    put: verb,
    patch: verb,
    postForm: verb,
    putForm: verb,
    patchForm: verb,
    getUri: (config: Config = {}) => String(config.url ?? ""),
    defaults: { headers: { common: {}, get: {}, post: {}, put: {}, patch: {}, delete: {} }, ...defaults },
    interceptors: { request: interceptors(), response: interceptors() },
  });
}

export const isAxiosError = (thrown: unknown): thrown is AxiosError => thrown instanceof AxiosError;
export const isCancel = (_thrown: unknown): boolean => false;
export class CanceledError extends AxiosError {}
export const CancelToken = { source: () => ({ token: {}, cancel: () => {} }) };
export const all = <T>(promises: Promise<T>[]): Promise<T[]> => Promise.all(promises);
export const spread =
  <T>(run: (...values: T[]) => unknown) =>
  (values: T[]) =>
    run(...values);

export default Object.assign(create(), {
  create,
  all,
  spread,
  isAxiosError,
  isCancel,
  AxiosError,
  CanceledError,
  Cancel: CanceledError,
  CancelToken,
});
