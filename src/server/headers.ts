/** The page's own policy: everything from this server, nothing inline that runs, frames only of this server. */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  // Sizes and places that are computed while the page runs; style sheets come from files only.
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  // Without this, code in the preview frame could leak by navigating its own frame away.
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Headers on every answer, unless a route sets its own (the preview frame does). */
export const securityHeaders: Record<string, string> = {
  "content-security-policy": pagePolicy,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  // Most answers are for one person; what may be kept, such as a file of the page, says so itself.
  "cache-control": "no-store",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()",
};

/** Only over TLS: a browser that once got this asks for `https` for a year. The port stays ours, subdomains are not. */
export const strictTransport = "max-age=31536000";
