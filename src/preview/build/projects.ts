/** A small project for the tests: what it shows, what its diagnostics say, and what happens after clicks. */
export interface SampleProject {
  files: Record<string, string>;
  texts: string[];
  not?: string[];
  /** Parts of messages that have to be among the diagnostics. */
  says?: string[];
  steps?: { click: string; texts: string[] }[];
}

const pixel =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const logo =
  '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="12" class="mark"><path stroke-width="2" d="M0 0h4"/></svg>';

export const projects: [what: string, project: SampleProject][] = [
  [
    "paths of tsconfig, a base, package imports and an alias of Vite",
    {
      files: {
        "tsconfig.json":
          '{ // paths\n "compilerOptions": { "baseUrl": ".", "paths": { "@ui/*": ["./src/parts/*"], "theme": ["src/theme.ts"], }, }, }',
        "package.json": '{ "imports": { "#data/*": "./src/data/*.ts" } }',
        "vite.config.ts":
          'import path from "path";\nexport default { resolve: { alias: { "$lib": path.resolve(__dirname, "./src/lib") } } };',
        "src/App.tsx":
          'import { Box } from "@ui/box";\nimport { name } from "theme";\nimport { count } from "#data/numbers";\nimport { up } from "$lib/text";\nimport { base } from "src/base";\nexport default () => <Box>{up(name)} {count} {base}</Box>;',
        "src/parts/box.tsx": "export const Box = ({ children }: { children: React.ReactNode }) => <b>{children}</b>;",
        "src/theme.ts": 'export const name = "theme";',
        "src/data/numbers.ts": "export const count = 41;",
        "src/lib/text.ts": "export const up = (s: string) => s.toUpperCase();",
        "src/base.ts": 'export const base = "based";',
      },
      texts: ["THEME 41 based"],
    },
  ],
  [
    "indexes, folders, barrels, stars and circles",
    {
      files: {
        "App.tsx":
          'import { Tile, Badge, kinds, Lists, Check } from "./parts";\nimport * as parts from "./parts";\nimport Panel from "./panel";\nexport default () => <Panel><Tile /><Badge /><parts.Badge />{kinds.join("+")}<Lists.Row /><Check /></Panel>;',
        "parts/index.ts":
          'export * from "./tile";\nexport { default as Badge } from "./badge";\nexport * as Lists from "./lists";\nexport * from "lucide-react";',
        "parts/tile.jsx":
          'import { Badge } from ".";\nexport const kinds = ["a", "b"];\nexport function Tile() { return <p>tile with <Badge /></p>; }',
        "parts/badge.js": "const Badge = () => <i>badge</i>;\nexport default Badge;",
        "parts/lists.mjs": 'export const Row = () => "row";',
        "panel/index.jsx": 'export { Panel as default } from "./panel.jsx";',
        "panel/panel.jsx": "export const Panel = ({ children }) => <section>{children}</section>;",
      },
      texts: ["tile with badge", "a+b"],
    },
  ],
  [
    "CSS modules with composes and dashes",
    {
      files: {
        "App.tsx":
          'import styles, { title } from "./card.module.css";\nimport * as all from "./card.module.css";\nexport default () => <div className={styles["card-body"]}><h1 className={title}>Card</h1><p className={styles.note} data-same={String(all.cardBody === styles.cardBody)}>{getComputedStyle(document.documentElement).display && "note"}</p></div>;',
        "card.module.css":
          '.base { padding: 0.5rem; }\n.card-body { composes: base; composes: big from "./type.module.css"; color: rgb(1, 2, 3) }\n.title:hover, :global(.dark) .title { color: red }\n@media (min-width: 1.5em) { .note { font-weight: 700 } }',
        "type.module.css": ".big { font-size: 33px }",
      },
      texts: ["Card", "note"],
    },
  ],
  [
    "data, text, pictures and fonts",
    {
      files: {
        "src/App.tsx":
          'import data, { title } from "./data.json";\nimport readme from "./notes.md";\nimport raw from "./notes.md?raw";\nimport { ReactComponent as Mark } from "./logo.svg";\nimport Logo from "./logo.svg?react";\nimport Plain from "./logo.svg";\nimport url from "./logo.svg?url";\nimport photo from "../assets/photo.png";\nimport gone from "./gone.png";\nexport default () => <main>{title} {data.items.length} {readme.trim()} {raw.length}<Mark /><Logo id="own" /><Plain /><img alt="" src={url} /><img alt="photo" src={photo} /><img alt="" src={photo.src ?? gone} /><img alt="public" src="/team.png" /></main>;',
        "src/data.json": '{ "title": "From data", "items": [1, 2, 3] }',
        "src/notes.md": "# Notes\n",
        "src/logo.svg": logo,
        "assets/photo.png": pixel,
        "public/team.png": pixel.replace("data:image/png;base64,", ""),
        "src/index.css": '@font-face { font-family: Own; src: url("/own.woff2") } body { background: url(/team.png) }',
        "public/own.woff2": "data:font/woff2;base64,AAAA",
      },
      texts: ["From data 3 # Notes 8"],
    },
  ],
  [
    "lazy parts, dynamic imports and required modules",
    {
      files: {
        "App.jsx":
          'import React, { Suspense, lazy } from "react";\nimport dynamic from "next/dynamic";\nconst { useState } = require("react");\nconst config = require("./config.json");\nconst Late = lazy(() => import("./late"));\nconst Named = dynamic(() => import("./late").then((m) => m.Named), { ssr: false });\nexport default function App() { const [n] = useState(7); return <Suspense fallback="wait"><Late /><Named /> {config.name} {n}</Suspense>; }',
        "late.jsx": "export default () => <p>late part</p>;\nexport const Named = () => <p>named part</p>;",
        "config.json": '{ "name": "configured" }',
      },
      texts: ["late part", "named part", "configured 7"],
    },
  ],
  [
    "TypeScript's own words",
    {
      files: {
        "App.tsx":
          'import React, { type FC, memo, forwardRef } from "react";\nimport type { Item } from "./types";\nimport { Kind, Level } from "./types";\nconst items = [{ name: "one", kind: Kind.Open }] as const satisfies readonly Item[];\nconst pick = <T,>(list: readonly T[]): T => list[0]!;\nfunction assertIs(x: unknown): asserts x is string {}\nnamespace Local { export const depth = 2; }\ndeclare global { interface Window { own?: string } }\nabstract class Base<P> extends React.Component<P> { protected abstract label(): string; override render(): JSX.Element { return <b>{this.label()}</b>; } }\nclass Label extends Base<{ text: string }> { private readonly hint?: string; label() { return this.props.text; } }\nconst Input = memo(forwardRef<HTMLInputElement, { hint: string }>(function Input({ hint }, ref) { return <input ref={ref} placeholder={hint} />; }));\nconst Row: FC<{ item: Item }> = ({ item }) => <p>{item.name} {item.kind} {Level.High}</p>;\nexport default function App() { assertIs("a"); return <><Row item={pick(items)} /><Label text={"deep " + Local.depth} /><Input hint="hint" /></>; }',
        "types.ts":
          'export enum Kind { Open = "open", Done = "done" }\nexport const enum Level { Low, High = 9 }\nexport interface Item { name: string; kind: Kind }',
      },
      texts: ["one open 9", "deep 2"],
    },
  ],
  [
    "versions and networks in addresses",
    {
      files: {
        "App.jsx":
          'import React from "https://esm.sh/react@18.2.0";\nimport { Check } from "lucide-react@0.3";\nimport clsx from "npm:clsx@2";\nimport { motion } from "https://cdn.skypack.dev/framer-motion";\nimport { format } from "https://unpkg.com/date-fns@2.30.0/esm/index.js?module";\nexport default () => <motion.p className={clsx("a")}><Check /> {React.version ? "mapped" : ""} {format(new Date(2026, 0, 2), "yyyy")}</motion.p>;',
      },
      texts: ["mapped 2026"],
    },
  ],
  [
    "what is missing, without a blank page",
    {
      files: {
        "App.tsx":
          'import { products, useCart } from "@/lib/data";\nimport Chart from "./chart";\nimport axios from "axios";\nimport { PrismaClient } from "@prisma/client";\nimport fs from "fs";\nimport { Pill } from "@acme/ui";\nconst prisma = new PrismaClient();\nexport default function App() { const [cart, setCart] = useCart("k", ["kept"]); const user = prisma.user.findMany(); axios.get("/x").then(() => {}); return <main><h1>Still here</h1>{products.map((p) => <i key={p.id}>{p.name}</i>)}<Chart data={products} /><Pill>inside</Pill>{cart.join()}{String(fs.existsSync ? "" : "")}</main>; }',
        "lib/date.ts": "export const x = 1;",
      },
      texts: ["Still here", "inside", "kept", "Chart comes from"],
      says: ['"@/lib/data" is not there', "./chart", "axios", "@prisma/client", "@acme/ui", '"fs"'],
    },
  ],
  [
    "mistakes in one file, and in files beside the preview",
    {
      files: {
        "app/page.tsx":
          'import { Chart } from "./chart";\nimport { ok } from "./ok";\nexport default () => <main><h1>{ok}</h1><Chart /></main>;',
        "app/chart.tsx": "export function Chart() {\n  const a = = 1;\n  return <p>x</p>;\n}",
        "app/ok.ts": 'export const ok = "unharmed";',
        "components/unused.tsx": 'import { x } from "./nowhere";\nexport const Unused = () => <p>{x}</p>;',
        "components/broken.tsx": "export const B = () => <p>{;}</p>",
        "tailwind.config.ts": 'import animate from "tailwindcss-animate";\nexport default { plugins: [animate] };',
        "app/api/route.ts": 'import { sql } from "@vercel/postgres";\nexport const GET = () => sql`x`;',
      },
      texts: ["unharmed", "has a mistake in line 2"],
      says: ["Unexpected =", "not part of this preview"],
    },
  ],
];
