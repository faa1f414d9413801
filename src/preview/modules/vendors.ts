import {
  dateFunctions,
  dayjsPlugins,
  lodashFunctions,
  ourPackages,
  realPackages,
  sharedPackages,
} from "./more-vendors.ts";

/**
 * Which packages generated code may import, and how they are cut into files.
 * Every key of `modules` is a bare specifier of the frame's import map, every value what it stands for:
 * a package's own name, `stand-in:<file>` for one of ours, `code:<source>` for a few lines, `icons:<set>` for a whole icon set. A group with several modules becomes one core file and a
 * small facet for each specifier, so that packages which share much (React, Radix) are there once.
 */
export interface VendorGroup {
  name: string;
  modules: Record<string, string>;
  /** Bundled as for development, where only that build can do what is wanted of it. */
  development?: boolean;
}

const lucideCreate = ["context.mjs", "createLucideIcon.mjs", "Icon.mjs"]
  .map((file) => `lucide-react/dist/esm/${file}`)
  .map((path, at) =>
    at === 0
      ? `export { LucideProvider, useLucideContext } from "npm:${path}";`
      : `export { default as ${at === 1 ? "createLucideIcon" : "Icon"} } from "npm:${path}";`,
  )
  .join("\n");
const wholeOf = (path: string): string => `export { default } from ${JSON.stringify(path)};`;
const tablerCreate =
  'export { default as createReactComponent } from "npm:@tabler/icons-react/dist/esm/createReactComponent.mjs";';

const single = (specifier: string, target = specifier): VendorGroup => ({
  name: specifier.replace(/^@/, "").replace(/[^a-z0-9]+/gi, "-"),
  modules: { [specifier]: target },
});

const same = (...specifiers: string[]): Record<string, string> => Object.fromEntries(specifiers.map((s) => [s, s]));

/** @param radixPackages every installed `@radix-ui/*` name */
export function vendorGroups(radixPackages: string[]): VendorGroup[] {
  return [
    {
      name: "react",
      modules: same("react", "react/jsx-runtime", "react-dom", "react-dom/client", "react-is"),
      // Components are replaced in place by this build of React alone, and it says what is wrong in words.
      development: true,
    },
    { ...single("vitrine/runtime/hot", "stand-in:hot.ts"), development: true },
    { name: "radix", modules: same("radix-ui", ...radixPackages) },
    {
      name: "motion",
      modules: same("framer-motion", "motion/react", "motion", "motion/react-client", "motion/react-m"),
    },
    single("lucide-react/create", `code:${lucideCreate}`),
    single("lucide-react", "icons:lucide"),
    single("@tabler/icons-react/create", `code:${tablerCreate}`),
    ...[
      "date-fns",
      "date-fns/locale",
      "next-themes",
      "cmdk",
      "vaul",
      "react-hook-form",
      "@hookform/resolvers/zod",
      "clsx",
      "class-variance-authority",
      "tailwind-merge",
      "embla-carousel-react",
      "input-otp",
      "react-day-picker",
      ...realPackages,
    ].map((name) => single(name)),
    single("recharts", "stand-in:recharts.tsx"),
    single("sonner", "stand-in:sonner.tsx"),
    single("react-hot-toast", "stand-in:react-hot-toast.tsx"),
    ...Object.entries(sharedPackages).map(([name, modules]) => ({ name, modules })),
    ...Object.entries(ourPackages).map(([name, file]) => single(name, `stand-in:${file}`)),
    ...dayjsPlugins.map((name) => single(`dayjs/plugin/${name}`, `code:${wholeOf(`npm:dayjs/plugin/${name}.js`)}`)),
    ...dateFunctions.map((name) =>
      single(`date-fns/${name}`, `code:export { ${name} as default, ${name} } from "date-fns";`),
    ),
    ...lodashFunctions.flatMap((name) => {
      const source = `code:export { ${name} as default, ${name} } from "lodash";`;
      return [`lodash/${name}`, `lodash-es/${name}`, `lodash.${name.toLowerCase()}`].map((from) =>
        single(from, source),
      );
    }),
    { name: "zod", modules: { zod: "zod", "zod/v4": "zod", "zod/v3": "zod", "zod/v4/core": "zod/v4/core" } },
    single("react-resizable-panels", "stand-in:resizable-panels.tsx"),
    {
      name: "react-router",
      modules: { "react-router-dom": "stand-in:react-router.tsx", "react-router": "stand-in:react-router.tsx" },
    },
    {
      name: "@tanstack/react-table",
      modules: {
        "@tanstack/react-table": "stand-in:react-table.ts",
        "vitrine/runtime/sample-table": "stand-in:sample-table.ts",
      },
    },
    ...nextModules,
    single("geist/font/sans", "stand-in:geist.ts"),
    single("geist/font/mono", "stand-in:geist.ts"),
    single("geist/font", "stand-in:geist.ts"),
    ...["@vercel/analytics", "@vercel/speed-insights"]
      .flatMap((name) => [name, `${name}/react`, `${name}/next`])
      .map((name) => single(name, "stand-in:analytics.ts")),
    single("server-only", "stand-in:nothing.ts"),
    single("client-only", "stand-in:nothing.ts"),
    single("vitrine/runtime", "stand-in:runtime.tsx"),
    single("vitrine/runtime/icon", "stand-in:svg-icon.ts"),
    {
      name: "vitrine/runtime/stage",
      modules: { "vitrine/runtime/stage": "stand-in:stage.tsx", "vitrine/runtime/shelf": "stand-in:shelf.tsx" },
    },
    single("vitrine/runtime/sample-form", "stand-in:sample-form.ts"),
    single("vitrine/runtime/react-dom", "stand-in:react-dom.tsx"),
    single("vitrine/runtime/jsx-async", "stand-in:jsx-async.ts"),
  ];
}

const nextModules: VendorGroup[] = [
  single("next/link", "stand-in:next-link.tsx"),
  single("next/image", "stand-in:next-image.tsx"),
  single("next/navigation", "stand-in:next-navigation.ts"),
  single("next/router", "stand-in:next-router.ts"),
  single("next/dynamic", "stand-in:next-dynamic.tsx"),
  single("next/script", "stand-in:next-script.ts"),
  single("next/head", "stand-in:next-head.ts"),
  single("next/headers", "stand-in:next-headers.ts"),
  single("next/server", "stand-in:next-server.ts"),
  single("next/cache", "stand-in:next-cache.ts"),
  single("next/legacy/image", "stand-in:next-image.tsx"),
  single("next/form", "stand-in:next-form.tsx"),
  single("next/error", "stand-in:next-error.tsx"),
  single("next/og", "stand-in:next-og.ts"),
  single("vitrine/runtime/font", "stand-in:next-font-google.ts"),
  single("next/font/local", "stand-in:next-font-local.ts"),
  single("next", "stand-in:nothing.ts"),
];
