/** The path of `http://host/path?query`, or of `/path?query` where the client sent no usable host; never throws. */
export function pathOf({ url }: Pick<Request, "url">): string {
  const begin = url.startsWith("/") ? 0 : url.indexOf("/", url.indexOf("//") + 2);
  if (begin < 0) return "/";
  const end = url.indexOf("?", begin);
  return url.slice(begin, end < 0 ? undefined : end);
}
