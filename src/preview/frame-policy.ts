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

/**
 * A second fence below the policy, in browsers that know it: no connection but to the server that answered. The content
 * policy is asked only after the browser has looked up and called the host of a frame or of an address gone to.
 */
export const frameConnections = "(response-origin)";

/** Nothing that asks a person or a device: an opaque origin should get none of it, and says so itself. */
export const framePermissions = [
  "camera",
  "microphone",
  "geolocation",
  "display-capture",
  "fullscreen",
  "clipboard-read",
  "payment",
  "publickey-credentials-get",
  "usb",
  "serial",
  "hid",
  "midi",
  "screen-wake-lock",
  "idle-detection",
  "local-fonts",
  "accelerometer",
  "gyroscope",
  "magnetometer",
  "xr-spatial-tracking",
  "window-management",
  "keyboard-map",
  "storage-access",
]
  .map((feature) => `${feature}=()`)
  .join(", ");
