const mebibyte = 1024 * 1024;

/** The most that any request may carry; Bun itself cuts off beyond it, with an empty 413. */
export const largestBody = 48 * mebibyte;

const limits: { pattern: RegExp; bytes: number }[] = [
  // A prompt with images, base64.
  { pattern: /^\/api\/chats\/[^/]+\/generations$/, bytes: 44 * mebibyte },
  { pattern: /^\/api\/generate\/stream$/, bytes: 44 * mebibyte },
  // A whole version's files.
  { pattern: /^\/api\/(preview\/build|chats\/[^/]+\/versions|projects\/import)$/, bytes: 12 * mebibyte },
];
const usual = mebibyte;

/** How many bytes an address takes. */
export const bodyLimit = (path: string): number => limits.find(({ pattern }) => pattern.test(path))?.bytes ?? usual;

/** `12 MiB`, to people. */
export const mebibytes = (bytes: number): string => `${Number((bytes / mebibyte).toFixed(1))} MiB`;
