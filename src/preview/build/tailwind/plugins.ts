/** Plugins that the preview has anyway: of Tailwind itself, or as part of our own sheets. */
const present =
  /^(tailwindcss-animate|tw-animate-css|tailwindcss-animated|@tailwindcss\/(typography|line-clamp|container-queries))$/;

const text =
  '[type="text"], input:where(:not([type])), [type="email"], [type="url"], [type="password"], [type="number"], [type="date"], [type="datetime-local"], [type="month"], [type="search"], [type="tel"], [type="time"], [type="week"], [multiple], textarea, select';

const mark = (path: string): string =>
  `url("data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="white">${path}</svg>`)}")`;

const chevron = `url("data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" fill="none" viewBox="0 0 20 20"><path stroke="#6b7280" stroke-linecap="round" stroke-linejoin="round" stroke-width="1.5" d="M6 8l4 4 4-4"/></svg>')}")`;

const forms = `@layer base {
  :where(${text}) {
    appearance: none; padding: 0.5rem 0.75rem; border: 1px solid #6b7280; border-radius: 0;
    background-color: #fff; font-size: 1rem; line-height: 1.5rem;
  }
  :where(${text}):focus {
    border-color: #2563eb; outline: 2px solid transparent; outline-offset: 2px; box-shadow: 0 0 0 1px #2563eb;
  }
  :where(select:not([multiple])) {
    padding-right: 2.5rem; background: #fff ${chevron} right 0.5rem center / 1.5em no-repeat;
  }
  :where([type="checkbox"], [type="radio"]) {
    appearance: none; display: inline-block; flex-shrink: 0; width: 1rem; height: 1rem; padding: 0;
    border: 1px solid #6b7280; background-color: #fff; color: #2563eb; vertical-align: middle;
    background-origin: border-box; user-select: none; print-color-adjust: exact;
  }
  :where([type="radio"]) { border-radius: 100%; }
  :where([type="checkbox"], [type="radio"]):focus {
    outline: 2px solid transparent; outline-offset: 2px; box-shadow: 0 0 0 2px #fff, 0 0 0 4px #2563eb;
  }
  :where([type="checkbox"], [type="radio"]):checked {
    border-color: transparent; background: currentColor center / 100% 100% no-repeat;
  }
  :where([type="checkbox"]):checked { background-image: ${mark('<path d="M12.2 4.8a1 1 0 0 1 0 1.4l-5 5a1 1 0 0 1-1.4 0l-2-2a1 1 0 0 1 1.4-1.4l1.3 1.3 4.3-4.3a1 1 0 0 1 1.4 0z"/>')}; }
  :where([type="radio"]):checked { background-image: ${mark('<circle cx="8" cy="8" r="3"/>')}; }
}`;

const aspectRatio = `@utility aspect-w-* {
  --tw-aspect-w: --value(integer);
  position: relative;
  padding-bottom: calc(var(--tw-aspect-h) / var(--tw-aspect-w) * 100%);
  & > * { position: absolute; inset: 0; width: 100%; height: 100%; }
}
@utility aspect-h-* { --tw-aspect-h: --value(integer); }`;

const hiddenScrollbar = "scrollbar-width: none; &::-webkit-scrollbar { display: none; }";
const scrollbars = `@utility scrollbar-hide { ${hiddenScrollbar} }
@utility scrollbar-default { scrollbar-width: auto; &::-webkit-scrollbar { display: block; } }
@utility scrollbar-none { ${hiddenScrollbar} }
@utility scrollbar-thin { scrollbar-width: thin; }
@utility scrollbar-thumb-* { scrollbar-color: --value(--color-*) var(--scrollbar-track, transparent); }
@utility scrollbar-track-* { --scrollbar-track: --value(--color-*); }`;

const sheets: [RegExp, string][] = [
  [/^@tailwindcss\/forms$/, forms],
  [/^@tailwindcss\/aspect-ratio$/, aspectRatio],
  [/^tailwind-scrollbar(-hide)?(\/.*)?$/, scrollbars],
];

export interface PluginSheets {
  css: string;
  /** Plugins whose classes the preview lacks. */
  lacking: string[];
}

/** What the plugins that a project names stand for: sheets of our own, where we have them. */
export function pluginSheets(packages: Iterable<string>): PluginSheets {
  const css = new Set<string>();
  const lacking: string[] = [];
  for (const name of new Set(packages)) {
    const found = sheets.find(([pattern]) => pattern.test(name))?.[1];
    if (found) css.add(found);
    else if (!present.test(name)) lacking.push(name);
  }
  return { css: [...css].join("\n"), lacking };
}
