/** `next/font/local`: font files do not travel with the preview, the system's sans-serif stands in. */
export default function localFont(options: { variable?: string } = {}) {
  return {
    className: "",
    variable: options.variable ? "font-sans" : "",
    style: { fontFamily: "ui-sans-serif, system-ui, sans-serif" },
  };
}
