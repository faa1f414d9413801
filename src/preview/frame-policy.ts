/**
 * The frame's own policy. It names the host, because a path can only follow a host, and the frame has an opaque origin
 * that may load modules and the placeholder from this server and nothing else from anywhere.
 * @param host as in the request's `Host` header
 * @param inlineScripts CSP sources of the inline scripts in the document
 */
export function framePolicy(host: string, inlineScripts: string[]): string {
  const from = (path: string) => (/^[a-z0-9.-]+(:\d{1,5})?$/i.test(host) ? `http://${host}${path}` : "'self'");
  return [
    "default-src 'none'",
    `script-src ${from("/preview/modules/")} blob: ${inlineScripts.join(" ")}`,
    "style-src 'unsafe-inline'",
    `img-src data: blob: ${from("/placeholder.svg")}`,
    `font-src data: ${from("/preview/modules/fonts/")}`,
    "connect-src 'none'",
    "media-src data: blob:",
    "object-src 'none'",
    "frame-src 'none'",
    "worker-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
    "sandbox allow-scripts allow-forms",
  ].join("; ");
}
