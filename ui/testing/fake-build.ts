import type { Build, Diagnostic, SourceFile } from "../lib/types.ts";

export interface FakeWish {
  entry?: string | undefined;
  component?: string | undefined;
  tailwind?: 3 | 4 | null | undefined;
  props?: Record<string, unknown> | undefined;
}

/** A stand-in for the builder: the frame of this double shows `js` as markup. Words in the code ask for special cases. */
export function fakeBuild(files: SourceFile[], wish: FakeWish = {}): Build {
  const text = files.map((file) => file.text).join("\n");
  const first = files[0]?.path ?? "app.tsx";
  const components = files.flatMap(componentsOf);
  const found = components.find((one) => one.path === wish.entry && one.name === wish.component);
  const props = (found?.props ?? []).map(({ name, type }) => {
    const own = wish.props !== undefined && Object.hasOwn(wish.props, name);
    return { name, type, source: JSON.stringify(own ? wish.props?.[name] : `Sample ${name}`), chosen: own };
  });
  const routed = text.includes("ROUTED");
  const gallery = wish.component === "*";
  const broken = text.includes("BROKEN");
  const values = props.map((prop) => `<p>${prop.name}: ${JSON.parse(prop.source)}</p>`).join("");
  const alone = found && `<main><h1>${found.name} alone</h1>${values}</main>`;
  const each = components.map(({ path, name }) => `<button onclick="pick('${path}','${name}')">alone ${name}</button>`);
  const shown = gallery ? `<main><h1>Gallery</h1>${each.join("")}</main>` : (alone ?? wholePage(text, routed));
  const js = broken ? "" : shown;
  return {
    js,
    css: "",
    hash: Bun.hash(JSON.stringify([js, text, wish])).toString(16),
    entry: files[0]?.path,
    modules: [],
    diagnostics: [...(broken ? [mistake(first)] : []), ...(text.includes("MENDED") ? [repair(first)] : [])],
    repaired: [],
    components,
    shown: gallery
      ? { kind: "gallery", path: first, name: "*", props: [] }
      : {
          kind: routed && !found ? "pages" : "component",
          path: found?.path ?? first,
          name: found?.name ?? "default",
          props,
        },
    pages: routed ? [{ pattern: "/" }, { pattern: "/about" }, { pattern: "/blog/[slug]" }] : [],
    routed,
    tailwind: wish.tailwind ?? 4,
  };
}

function componentsOf({ path, text }: SourceFile) {
  const declared = text.matchAll(/export (default )?function (\w+)\((?:\{([^}]*)\})?/gu);
  return [...declared].map(([, first, name = "", taken = ""]) => ({
    path,
    name: first ? "default" : name,
    line: 1,
    props: taken
      .split(",")
      .map((one) => one.trim())
      .filter((one) => /^\w+$/u.test(one))
      .map((one) => ({ name: one, type: "string", optional: false })),
  }));
}

function wholePage(text: string, routed: boolean): string {
  const heading = /title="([^"]*)"/u.exec(text)?.[1] ?? "Overview";
  const rows = [...text.matchAll(/<Kpi label="([^"]*)" value="([^"]*)"/gu)];
  const cards = rows.map((row) => `<div class="kpi"><small>${row[1]}</small><b>${row[2]}</b></div>`).join("");
  const line = text.includes("<Chart")
    ? `<div class="chart"><small>Weekly revenue, 12 weeks</small><svg viewBox="0 0 600 150" preserveAspectRatio="none"><path d="M0 120 55 108 110 112 165 90 220 96 275 74 330 80 385 58 440 64 495 40 550 44 600 22"/></svg></div>`
    : "";
  const link = routed ? `<button onclick="go('/about')">About</button>` : "";
  return `<aside><b>Acme</b><i>Overview</i><span>Revenue</span><span>Customers</span></aside><main><h1>${heading}</h1><section>${cards}</section>${line}<button onclick="say('clicked')">Refresh</button>${link}</main>`;
}

const mistake = (path: string): Diagnostic => ({
  path,
  line: 3,
  column: 5,
  message: 'Expected ")" but found end of file',
  severity: "error",
  fix: "Close the parenthesis opened on line 2.",
});

const repair = (path: string): Diagnostic => ({
  path,
  line: 2,
  column: 1,
  message: "class is written className in React.",
  severity: "info",
  fix: "It was renamed.",
  repaired: true,
});
