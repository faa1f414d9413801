/** A small project for the tests: what it shows, what its diagnostics say, and what happens after clicks. */
export interface SampleProject {
  files: Record<string, string>;
  texts: string[];
  not?: string[];
  /** Parts of messages that have to be among the diagnostics. */
  says?: string[];
  /** What parts of it throw, each in a boundary of its own. */
  throws?: string[];
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
          'import { products, useCart } from "@/lib/data";\nimport Chart from "./chart";\nimport remote from "@acme/remote";\nimport { PrismaClient } from "@prisma/client";\nimport fs from "fs";\nimport { Pill } from "@acme/ui";\nconst prisma = new PrismaClient();\nexport default function App() { const [cart, setCart] = useCart("k", ["kept"]); const user = prisma.user.findMany(); remote.get("/x").then(() => {}); return <main><h1>Still here</h1>{products.map((p) => <i key={p.id}>{p.name}</i>)}<Chart data={products} /><Pill>inside</Pill>{cart.join()}{String(fs.existsSync ? "" : "")}</main>; }',
        "lib/date.ts": "export const x = 1;",
      },
      texts: ["Still here", "inside", "kept", "Chart comes from"],
      says: ['"@/lib/data" is not there', "./chart", "@acme/remote", "@prisma/client", "@acme/ui", '"fs"'],
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
  [
    "an app folder with layouts, groups, parameters, loading and links",
    {
      files: {
        "app/layout.tsx":
          'import Link from "next/link";\nimport { Nav } from "./nav";\nexport const metadata = { title: "Shop" };\nexport default function Root({ children }: { children: React.ReactNode }) { return <html lang="en"><body><Nav /><nav><Link href="/">Home</Link> <a href="/about">About</a></nav>{children}</body></html>; }',
        "app/nav.tsx":
          '"use client"\nimport { usePathname, useRouter } from "next/navigation";\nexport function Nav() { const path = usePathname(); const router = useRouter(); return <header>at {path} <button onClick={() => router.push("/items/7?tab=two")}>Seven</button><button onClick={() => router.back()}>Back</button></header>; }',
        "app/(shop)/page.tsx":
          'import Link from "next/link";\nexport default async function Home() { const list = await Promise.resolve(["one", "two"]); return <main><h1>Front page</h1>{list.join("+")}<Link href="/old">Old</Link><Link href="/items/404">Gone</Link></main>; }',
        "app/(shop)/items/[id]/page.tsx":
          'import { notFound } from "next/navigation";\nimport { Suspense } from "react";\nimport { Tab } from "./tab";\nasync function Stock({ id }: { id: string }) { await new Promise((r) => setTimeout(r, 5)); return <em>stock of {id}</em>; }\nexport default async function Item({ params, searchParams }: { params: Promise<{ id: string }>; searchParams: Promise<{ tab?: string }> }) { const { id } = await params; const { tab } = await searchParams; if (id === "404") notFound(); return <main><h1>Item {id} {tab}</h1><Tab /><Suspense fallback="waiting"><Stock id={id} /></Suspense></main>; }',
        "app/(shop)/items/[id]/tab.tsx":
          '"use client"\nimport { use } from "react";\nimport { useParams, useSearchParams } from "next/navigation";\nexport function Tab() { const { id } = useParams(); return <p>tab {useSearchParams().get("tab")} of {id}</p>; }',
        "app/(shop)/items/loading.tsx": "export default function Loading() { return <p>loading item</p>; }",
        "app/about/page.tsx": "export default function About() { return <h1>About us</h1>; }",
        "app/about/layout.tsx":
          "export default function L({ children }) { return <section>framed {children}</section>; }",
        "app/old/page.tsx":
          'import { redirect } from "next/navigation";\nexport default function Old() { redirect("/about"); }',
        "app/broken/page.tsx": "export default function Broken() { return <p>{;}</p> }",
        "app/not-found.tsx": "export default function Missing() { return <h2>Nothing here</h2>; }",
        "app/globals.css": '@import "tailwindcss";',
      },
      texts: ["Front page", "one+two", "at /"],
      says: ["Unexpected"],
      steps: [
        { click: "About", texts: ["framed", "About us", "at /about"] },
        { click: "Seven", texts: ["Item 7 two", "tab two of 7", "stock of 7"] },
        { click: "Back", texts: ["About us"] },
        { click: "Home", texts: ["Front page"] },
        { click: "Old", texts: ["About us", "at /about"] },
        { click: "Home", texts: ["Front page"] },
        { click: "Gone", texts: ["Nothing here"] },
      ],
    },
  ],
  [
    "a page whose parameters are used without waiting, and one that fails",
    {
      files: {
        "src/app/posts/[slug]/page.tsx":
          'import { use } from "react";\nexport const generateStaticParams = () => [{ slug: "first-post" }];\nexport default function Post({ params }: { params: Promise<{ slug: string }> }) { const { slug } = use(params); return <main><h1>Post {slug}</h1><a href="/deep/er/bad">bad</a></main>; }',
        "src/app/deep/er/bad/page.tsx":
          "export default function Bad() { const list: any = null; return <p>{list.length}</p>; }",
        "src/app/deep/er/bad/error.tsx":
          '"use client"\nexport default function E({ error, reset }: { error: Error; reset: () => void }) { return <p>caught {typeof reset} {error.message.length > 3 ? "well" : ""}</p>; }',
      },
      texts: ["Post first-post"],
      steps: [{ click: "bad", texts: ["caught function well"] }],
    },
  ],
  [
    "a pages folder with its own frame",
    {
      files: {
        "pages/_app.tsx":
          "export default function MyApp({ Component, pageProps }) { return <div>wrapped <Component {...pageProps} /></div>; }",
        "pages/index.tsx":
          'import Link from "next/link";\nexport default function Home() { return <h1>Start <Link href={{ pathname: "/blog/9", query: { q: "x" } }}>Nine</Link></h1>; }',
        "pages/blog/[id].tsx":
          'import { useRouter } from "next/router";\nexport default function Post() { const { query } = useRouter(); return <h1>Blog {query.id} {query.q}</h1>; }',
        "pages/api/hello.ts": "export default (req, res) => res.json({});",
      },
      texts: ["wrapped", "Start"],
      steps: [{ click: "Nine", texts: ["Blog 9 x"] }],
    },
  ],
  [
    "a router in the browser with pages of its own",
    {
      files: {
        "src/main.tsx":
          'import { createRoot } from "react-dom/client";\nimport App from "./App";\ncreateRoot(document.getElementById("root")!).render(<App />);',
        "src/App.tsx":
          'import { BrowserRouter, Link, Route, Routes } from "react-router-dom";\nimport About from "./pages/About";\nexport default function App() { return <BrowserRouter><Link to="/about">inside</Link> <a href="/plain">outside</a><Routes><Route path="/" element={<h1>Start</h1>} /><Route path="/about" element={<About />} /><Route path="*" element={<h1>Else</h1>} /></Routes></BrowserRouter>; }',
        "src/pages/About.tsx": "export default function About() { return <h1>About it</h1>; }",
      },
      texts: ["Start"],
      steps: [
        { click: "inside", texts: ["About it"] },
        { click: "outside", texts: ["Else"] },
      ],
    },
  ],
  [
    "several exported components, of which none stands out",
    {
      files: {
        "widgets.tsx":
          'import { createContext, useContext } from "react";\nexport const Theme = createContext<string | null>(null);\nexport const sizes = ["a"];\nexport function PriceTag({ price }: { price: number }) { return <b>costs {price}</b>; }\nexport const Ribbon = ({ label }: { label: string }) => <i>{label.toUpperCase()}</i>;\nexport function NeedsTheme() { const theme = useContext(Theme); if (!theme) throw new Error("NeedsTheme has no theme"); return <p>{theme}</p>; }',
      },
      texts: ["costs 29", "LABEL", "NeedsTheme could not be shown", "NeedsTheme has no theme", "widgets.tsx:4"],
      says: ["All 3 exported components are shown"],
      throws: ["NeedsTheme has no theme"],
    },
  ],
  [
    "a file that mounts itself, with the providers around its app",
    {
      files: {
        "index.html": '<div id="root"></div><script type="module" src="/src/main.tsx"></script>',
        "src/main.tsx":
          'import { StrictMode } from "react";\nimport { createRoot } from "react-dom/client";\nimport { BrowserRouter } from "react-router-dom";\nimport { NameProvider } from "./name";\nimport App from "./App";\ncreateRoot(document.getElementById("root")!).render(<StrictMode><BrowserRouter><NameProvider><App /></NameProvider></BrowserRouter></StrictMode>);',
        "src/name.tsx":
          'import { createContext, useContext } from "react";\nconst Name = createContext<string | null>(null);\nexport const NameProvider = ({ children }: { children: React.ReactNode }) => <Name.Provider value="provided">{children}</Name.Provider>;\nexport function useName() { const name = useContext(Name); if (!name) throw new Error("no provider"); return name; }',
        "src/App.tsx":
          'import { Route, Routes } from "react-router-dom";\nimport { useName } from "./name";\nexport default function App() { return <Routes><Route path="/" element={<h1>name is {useName()}</h1>} /></Routes>; }',
      },
      texts: ["name is provided"],
    },
  ],
  [
    "one file that mounts itself the old way",
    {
      files: {
        "app.jsx":
          'const React = require("react");\nconst ReactDOM = require("react-dom");\nfunction App() { const [n] = React.useState(3); return <h1>old {n}</h1>; }\nReactDOM.render(<App />, document.getElementById("root"));',
      },
      texts: ["old 3"],
    },
  ],
  [
    "CommonJS",
    {
      files: {
        "App.jsx":
          'const React = require("react");\nconst { Check } = require("lucide-react");\nconst clsx = require("clsx");\nconst { Row } = require("./row");\nfunction Gallery() { return <p className={clsx("a")}><Check /><Row name="common" /></p>; }\nmodule.exports = Gallery;',
        "row.js": 'const React = require("react");\nexports.Row = ({ name }) => <b>row {name}</b>;',
      },
      texts: ["row common"],
    },
  ],
  [
    "a layout alone",
    {
      files: {
        "layout.tsx":
          "export default function Layout({ children }: { children: React.ReactNode }) { return <html><body><header>only a layout</header>{children}</body></html>; }",
      },
      texts: ["only a layout"],
    },
  ],
];
