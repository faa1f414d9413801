interface FontOptions {
  variable?: string;
}

const monospaced = /mono|code|consol/i;
const serif = /serif|playfair|lora|merriweather|garamond|baskerville|bodoni|cormorant|fraunces|spectral|crimson/i;

/** A Google font by name: nothing is fetched, the nearest family of the system's own fonts stands in. */
export function font(name: string) {
  const fallback = monospaced.test(name)
    ? "ui-monospace, monospace"
    : serif.test(name) && !/sans/i.test(name)
      ? "ui-serif, Georgia, serif"
      : "ui-sans-serif, system-ui, sans-serif";
  const family = `"${name.replaceAll("_", " ")}", ${fallback}`;
  return (options: FontOptions = {}) => ({
    className: monospaced.test(name) ? "font-mono" : "",
    variable: options.variable ? "antialiased" : "",
    style: { fontFamily: family, fontStyle: "normal" },
  });
}
