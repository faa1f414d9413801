/** Small programs in the spellings that generated code has for a package, for the test beside this file. */
export interface Idiom {
  name: string;
  code: string;
  /** Texts that must be seen. */
  says?: string[];
  /** Selectors that must be there. */
  draws?: string;
}

export const idioms: Idiom[] = [
  {
    name: "recharts 2: an active slice, cells, a tooltip of one's own",
    code: `import { PieChart, Pie, Cell, Sector, Tooltip, ResponsiveContainer, BarChart, Bar, XAxis, YAxis, Legend } from "recharts";
const data = [{ name: "A", value: 3 }, { name: "B", value: 5 }];
const Active = (props: any) => <g className="active-one"><Sector {...props} outerRadius={props.outerRadius + 6} /></g>;
const Tip = ({ active, payload }: any) => (active && payload?.length ? <b>{payload[0].value}</b> : null);
export default function App() {
  return <div style={{ width: 500, height: 300 }}>
    <PieChart width={200} height={200}><Pie data={data} dataKey="value" activeIndex={1} activeShape={Active} isAnimationActive={false}>
      {data.map((d, i) => <Cell key={d.name} fill={["#f00", "#0f0"][i]} />)}</Pie><Tooltip content={<Tip />} /></PieChart>
    <ResponsiveContainer width="100%" height={200}><BarChart data={data}><XAxis dataKey="name" /><YAxis /><Legend />
      <Tooltip cursor={{ fill: "transparent" }} /><Bar dataKey="value" fill="#88f" radius={[4, 4, 0, 0]} isAnimationActive={false} /></BarChart></ResponsiveContainer></div>;
}`,
    draws: ".active-one path",
  },
  {
    name: "framer-motion and motion, in all their addresses",
    code: `import { motion, AnimatePresence, useScroll, useTransform } from "framer-motion";
import { motion as m2 } from "motion/react";
import * as m3 from "motion/react-client";
export default function App() {
  const { scrollYProgress } = useScroll();
  const y = useTransform(scrollYProgress, [0, 1], [0, 20]);
  return <AnimatePresence><motion.div key="a" initial={{ opacity: 0 }} animate={{ opacity: 1 }} style={{ y }}>one</motion.div>
    <m2.p key="b" whileHover={{ scale: 1.1 }}>two</m2.p><m3.span key="c" layout>three</m3.span></AnimatePresence>;
}`,
    says: ["one", "two", "three"],
  },
  {
    name: "icons of other sets",
    code: `import { FaGithub, FaShoppingCart, FaRegHeart } from "react-icons/fa";
import { FiSearch, FiMoreVertical } from "react-icons/fi";
import { MdOutlineDashboard, MdEmail } from "react-icons/md";
import { HiOutlineBell } from "react-icons/hi";
import { AiFillStar, AiOutlineMenu } from "react-icons/ai";
import { BsThreeDots } from "react-icons/bs";
import { IoMdClose } from "react-icons/io";
import { IoLogoTwitter } from "react-icons/io5";
import { RiArrowRightSLine } from "react-icons/ri";
import { SiTypescript } from "react-icons/si";
import { House, MagnifyingGlass } from "@phosphor-icons/react";
import HomeIcon from "@mui/icons-material/Home";
import { BellIcon, XMarkIcon } from "@heroicons/react/24/outline";
import { StarIcon } from "@heroicons/react/20/solid";
import { MenuIcon, SearchIcon } from "@heroicons/react/outline";
import { MagicWandIcon, Cross2Icon, GitHubLogoIcon } from "@radix-ui/react-icons";
import { IconBrandGithub, IconHome } from "@tabler/icons-react";
import { Github, HomeIcon as Lh, LucideArrowRight } from "lucide-react";
const all = [FaGithub, FaShoppingCart, FaRegHeart, FiSearch, FiMoreVertical, MdOutlineDashboard, MdEmail, HiOutlineBell, AiFillStar, AiOutlineMenu,
  BsThreeDots, IoMdClose, IoLogoTwitter, RiArrowRightSLine, SiTypescript, House, MagnifyingGlass, HomeIcon, BellIcon, XMarkIcon, StarIcon, MenuIcon,
  SearchIcon, MagicWandIcon, Cross2Icon, GitHubLogoIcon, IconBrandGithub, IconHome, Github, Lh, LucideArrowRight];
export default () => <div>{all.map((Icon, i) => <Icon key={i} className="h-6 w-6" />)}<p>{all.length} icons</p></div>;`,
    says: ["31 icons"],
    draws: "svg:nth-of-type(31)",
  },
  {
    name: "lucide by a name that is only known at run time",
    code: `import { DynamicIcon } from "lucide-react/dynamic";
import dynamicIconImports from "lucide-react/dynamicIconImports";
import { icons } from "lucide-react";
const Rocket = icons["Rocket"];
export default () => <div><DynamicIcon name="camera" size={20} /><Rocket /><p>{typeof dynamicIconImports["arrow-right"]}</p></div>;`,
    says: ["function"],
    draws: "svg.lucide-camera",
  },
  {
    name: "react-query and swr tell that the preview is offline",
    code: `import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import useSWR from "swr";
import axios from "axios";
const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
function Inner() {
  const { error } = useQuery({ queryKey: ["a"], queryFn: () => axios.get("/api/items").then((r: any) => r.data) });
  const other = useSWR("/api/b", (url: string) => fetch(url).then((r) => r.json()), { shouldRetryOnError: false });
  return <p>{error ? "query: " + error.message : "…"} {other.error ? "swr failed" : ""}</p>;
}
export default () => <QueryClientProvider client={client}><Inner /></QueryClientProvider>;`,
    says: ["query: The preview is offline", "swr failed"],
  },
  {
    name: "stores: zustand 3 to 5, jotai, immer",
    code: `import create, { create as named } from "zustand";
import { persist } from "zustand/middleware";
import { atom, useAtom } from "jotai";
import { produce } from "immer";
import { useImmer } from "use-immer";
const useA = create((set: any) => ({ n: 1, add: () => set((s: any) => ({ n: s.n + 1 })) }));
const useB = named<any>()(persist(() => ({ n: 2 }), { name: "b" }));
const c = atom(3);
export default function App() {
  const a: any = useA(); const b = useB((s) => s.n); const [n] = useAtom(c); const [list] = useImmer([4]);
  return <p>{[a.n, b, n, ...produce(list, (d) => void d.push(5))].join("-")}</p>;
}`,
    says: ["1-2-3-4-5"],
  },
  {
    name: "helpers: lodash, dates, ids, classes",
    code: `import _ from "lodash";
import { groupBy } from "lodash-es";
import debounce from "lodash/debounce";
import moment from "moment";
import dayjs from "dayjs";
import relativeTime from "dayjs/plugin/relativeTime";
import { format, addDays } from "date-fns";
import { fr } from "date-fns/locale";
import { v4 as uuidv4 } from "uuid";
import { nanoid } from "nanoid";
import cx from "classnames";
import PropTypes from "prop-types";
dayjs.extend(relativeTime);
debounce(() => {}, 10);
const day = new Date(2025, 0, 31);
function App() {
  return <ul className={cx("a", { b: true })}><li>{_.capitalize("word")} {Object.keys(groupBy([1, 2, 3], (n) => n % 2)).length}</li>
    <li>{moment(day).format("DD.MM.YYYY")} {dayjs(day).add(1, "day").format("YYYY-MM-DD")} {dayjs(day).from(dayjs(day).add(2, "day"))}</li>
    <li>{format(addDays(day, 1), "d MMMM", { locale: fr })} {uuidv4().length} {nanoid(8).length}</li></ul>;
}
App.propTypes = { a: PropTypes.arrayOf(PropTypes.shape({ b: PropTypes.string.isRequired })).isRequired };
export default App;`,
    says: ["Word 2", "31.01.2025 2025-02-01 2 days ago", "1 février 36 8"],
  },
  {
    name: "zod 3 idioms with a form",
    code: `import { useForm } from "react-hook-form";
import { z } from "zod";
import * as z4 from "zod/v4";
import { zodResolver } from "@hookform/resolvers/zod";
const schema = z.object({ email: z.string().email("Not an address"), age: z.coerce.number().min(18), tags: z.record(z.string(), z.any()).optional(), url: z.string().url().optional(), kind: z.enum(["a", "b"]).default("a"), id: z.string().uuid().optional() })
  .refine((v) => v.age < 99, { message: "Too old", path: ["age"] });
export default function App() {
  const { register, handleSubmit, formState: { errors } } = useForm<z.infer<typeof schema>>({ resolver: zodResolver(schema), defaultValues: { email: "x", age: 20 } });
  const parsed = schema.safeParse({ email: "x", age: 1 });
  return <form onSubmit={handleSubmit(() => {})}><input aria-label="Mail" {...register("email")} />
    <p>{parsed.success ? "" : parsed.error.issues.length + " " + Object.keys(parsed.error.flatten().fieldErrors).join()} {z4.string().min(2).safeParse("a").success ? "" : "short"}</p>{errors.email?.message}</form>;
}`,
    says: ["2 email,age short"],
  },
  {
    name: "drag and drop",
    code: `import { DndContext, closestCenter, useSensor, useSensors, PointerSensor, KeyboardSensor } from "@dnd-kit/core";
import { SortableContext, useSortable, verticalListSortingStrategy, arrayMove, sortableKeyboardCoordinates } from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { DragDropContext, Droppable, Draggable } from "@hello-pangea/dnd";
function Row({ id }: { id: string }) {
  const { attributes, listeners, setNodeRef, transform, transition } = useSortable({ id });
  return <li ref={setNodeRef} style={{ transform: CSS.Transform.toString(transform), transition }} {...attributes} {...listeners}>row {id}</li>;
}
export default function App() {
  const sensors = useSensors(useSensor(PointerSensor), useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }));
  arrayMove([1, 2], 0, 1);
  return <><DndContext sensors={sensors} collisionDetection={closestCenter}><SortableContext items={["a", "b"]} strategy={verticalListSortingStrategy}>
    <ul><Row id="a" /><Row id="b" /></ul></SortableContext></DndContext>
    <DragDropContext onDragEnd={() => {}}><Droppable droppableId="col">{(p) => <div ref={p.innerRef} {...p.droppableProps}>
      <Draggable draggableId="card" index={0}>{(d) => <div ref={d.innerRef} {...d.draggableProps} {...d.dragHandleProps}>a card</div>}</Draggable>{p.placeholder}</div>}</Droppable></DragDropContext></>;
}`,
    says: ["row b", "a card"],
  },
  {
    name: "markdown, code, confetti, drop zone, sight",
    code: `import ReactMarkdown from "react-markdown";
import remarkGfm from "remark-gfm";
import rehypeRaw from "rehype-raw";
import { Prism as SyntaxHighlighter } from "react-syntax-highlighter";
import { oneDark } from "react-syntax-highlighter/dist/esm/styles/prism";
import confetti from "canvas-confetti";
import { useDropzone } from "react-dropzone";
import { useInView } from "react-intersection-observer";
import CountUp from "react-countup";
import TextareaAutosize from "react-textarea-autosize";
import { ErrorBoundary } from "react-error-boundary";
export default function App() {
  const { getRootProps, getInputProps } = useDropzone();
  const { ref } = useInView({ triggerOnce: true });
  return <ErrorBoundary fallback={<p>failed</p>}><article ref={ref}>
    <ReactMarkdown remarkPlugins={[remarkGfm]} rehypePlugins={[rehypeRaw]}>{"# Title\\n\\n| a | b |\\n|---|---|\\n| 1 | 2 |"}</ReactMarkdown>
    <SyntaxHighlighter language="ts" style={oneDark}>{"const answer = 42"}</SyntaxHighlighter>
    <div {...getRootProps()}><input {...getInputProps()} />Drop here</div><CountUp end={7} duration={0} /><TextareaAutosize minRows={2} />
    <button onClick={() => confetti()}>Celebrate</button></article></ErrorBoundary>;
}`,
    says: ["Title", "const answer = 42", "Drop here"],
    draws: "table td",
  },
  {
    name: "styles written in scripts",
    code: `import styled, { createGlobalStyle, keyframes, ThemeProvider } from "styled-components";
import emotion from "@emotion/styled";
import { css, Global } from "@emotion/react";
const spin = keyframes\`to { opacity: 1 }\`;
const Box = styled.div<{ $wide?: boolean }>\`width: \${(p) => (p.$wide ? "123px" : "1px")}; animation: \${spin} 1s;\`;
const Other = emotion.div\`height: 45px;\`;
const Base = createGlobalStyle\`body { margin: 0 }\`;
export default () => <ThemeProvider theme={{}}><Base /><Global styles={css\`p { margin: 0 }\`} /><Box $wide>wide</Box><Other>tall</Other></ThemeProvider>;`,
    says: ["wide", "tall"],
  },
  {
    name: "toasts without a Toaster",
    code: `import { useEffect } from "react";
import { toast } from "sonner";
import hot from "react-hot-toast";
import { useToast } from "@/hooks/use-toast";
export default function App() {
  const { toast: old } = useToast();
  useEffect(() => { toast.success("From sonner"); hot.success("From hot toast"); old({ title: "From use-toast" }); }, []);
  return <p>App</p>;
}`,
    says: ["From sonner", "From hot toast", "From use-toast"],
  },
  {
    name: "routers of react-router 5 to 7",
    code: `import { createBrowserRouter, RouterProvider, Link, Outlet, useLocation } from "react-router-dom";
import { useNavigate } from "react-router";
function Layout() { useNavigate(); return <div><Link to="/about">About</Link><Outlet />{useLocation().pathname}</div>; }
const router = createBrowserRouter([{ path: "/", element: <Layout />, children: [{ index: true, element: <h1>Home page</h1> }, { path: "about", element: <h1>About page</h1> }] }]);
export default () => <RouterProvider router={router} />;`,
    says: ["Home page"],
  },
  {
    name: "Next's modules",
    code: `import Link from "next/link";
import Image from "next/image";
import Head from "next/head";
import Script from "next/script";
import dynamic from "next/dynamic";
import { Inter, Playfair_Display } from "next/font/google";
import localFont from "next/font/local";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { ThemeProvider, useTheme } from "next-themes";
import { GeistSans } from "geist/font/sans";
import { Analytics } from "@vercel/analytics/react";
import { useSession, SessionProvider } from "next-auth/react";
import { useTranslations } from "next-intl";
import { useChat } from "@ai-sdk/react";
const inter = Inter({ subsets: ["latin"], variable: "--font-inter" });
const serif = Playfair_Display({ subsets: ["latin"] });
const mono = localFont({ src: "./x.woff2" });
const Late = dynamic(() => Promise.resolve(() => <p>late</p>), { ssr: false, loading: () => <p>wait</p> });
function Page() {
  useRouter(); useSearchParams(); useTheme(); const { messages, input, handleInputChange } = useChat(); const { status } = useSession(); const t = useTranslations("home");
  return <main className={inter.className + serif.className + mono.className + GeistSans.variable}><Head><title>x</title></Head><Script src="/x.js" />
    <Link href="/a">{usePathname()} {status} {t("title")} {messages.length}</Link><input value={input} onChange={handleInputChange} aria-label="Say" /><Image src="/placeholder.svg" alt="" width={40} height={40} /><Late /><Analytics /></main>;
}
export default () => <ThemeProvider attribute="class"><SessionProvider><Page /></SessionProvider></ThemeProvider>;`,
    says: ["unauthenticated title 0", "late"],
  },
  {
    name: "older names of table, calendar and panels",
    code: `import { useReactTable, getCoreRowModel, getSortedRowModel, flexRender, createColumnHelper, type ColumnDef } from "@tanstack/react-table";
import { DayPicker } from "react-day-picker";
import { PanelGroup, Panel, PanelResizeHandle } from "react-resizable-panels";
import Autoplay from "embla-carousel-autoplay";
import useEmblaCarousel from "embla-carousel-react";
type P = { n: string };
const columns: ColumnDef<P>[] = [{ accessorKey: "n", header: ({ column }) => <button onClick={() => column.toggleSorting()}>Name</button>, cell: (i) => <i>{i.getValue() as string}</i> }];
createColumnHelper<P>();
export default function App() {
  const [ref] = useEmblaCarousel({ loop: true }, [Autoplay({ delay: 4000 })]);
  const table = useReactTable({ data: [{ n: "first row" }], columns, getCoreRowModel: getCoreRowModel(), getSortedRowModel: getSortedRowModel() });
  return <div><table><thead>{table.getHeaderGroups().map((g) => <tr key={g.id}>{g.headers.map((h) => <th key={h.id}>{flexRender(h.column.columnDef.header, h.getContext())}</th>)}</tr>)}</thead>
    <tbody>{table.getRowModel().rows.map((r) => <tr key={r.id}>{r.getVisibleCells().map((c) => <td key={c.id}>{flexRender(c.column.columnDef.cell, c.getContext())}</td>)}</tr>)}</tbody></table>
    <DayPicker mode="single" defaultMonth={new Date(2025, 5)} showOutsideDays />
    <div ref={ref}><div><div>Slide</div></div></div>
    <PanelGroup direction="horizontal" style={{ height: 60 }}><Panel defaultSize={30}>left pane</Panel><PanelResizeHandle /><Panel>right pane</Panel></PanelGroup></div>;
}`,
    says: ["first row", "June 2025", "left pane"],
  },
  {
    name: "toasts, codes, dates one by one, state in the address, highlighted code",
    code: `import { useEffect, useState } from "react";
import { ToastContainer, toast } from "react-toastify";
import "react-toastify/dist/ReactToastify.css";
import { QRCodeSVG } from "qrcode.react";
import format from "date-fns/format";
import { parseAsInteger, useQueryState } from "nuqs";
import { codeToHtml } from "shiki";
export default function App() {
  const [step, setStep] = useQueryState("step", parseAsInteger.withDefault(4));
  const [code, setCode] = useState("");
  useEffect(() => { toast.success("Order saved", { position: "bottom-right" }); codeToHtml("a < b", { lang: "js", theme: "nord" }).then(setCode); }, []);
  return <main><ToastContainer /><QRCodeSVG value="https://example.org" size={96} title="Our address" /><p>{format(new Date(2026, 0, 2), "yyyy")} step {step}</p>
    <div dangerouslySetInnerHTML={{ __html: code }} /><button onClick={() => setStep((n) => n + 1)}>Next</button></main>;
}`,
    says: ["2026 step 4", "a < b", "Order saved"],
  },
  {
    name: "a route of TanStack",
    code: `import { createFileRoute, Link, useNavigate } from "@tanstack/react-router";
export const Route = createFileRoute("/posts/$postId")({ head: () => ({ meta: [] }), component: PostPage });
function PostPage() {
  const { postId } = Route.useParams();
  const navigate = useNavigate();
  return <main>Post {postId ?? "of today"} <Link to="/posts/$postId" params={{ postId: 2 }}>Next post</Link><button onClick={() => navigate({ to: "/" })}>Home</button></main>;
}`,
    says: ["Post of today", "Next post"],
  },
  {
    name: "a picture that Next would draw on a server",
    code: `import { ImageResponse } from "next/og";
export default async function Image() { return new ImageResponse(<div style={{ fontSize: 80 }}>Big words</div>, { width: 1200, height: 630 }); }`,
    says: ["Big words"],
  },
  {
    name: "a chart in nothing that has a height",
    code: `import { Line, LineChart, ResponsiveContainer, XAxis } from "recharts";
export function Attendance({ data }: { data: any[] }) { return <ResponsiveContainer width="100%" height="100%"><LineChart data={data}><XAxis dataKey="day" /><Line dataKey="present" isAnimationActive={false} /></LineChart></ResponsiveContainer>; }`,
    draws: ".recharts-line",
  },
];
