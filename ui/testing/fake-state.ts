import type { Chat, Generation, LoggedEvent, Message, Project, SourceFile, Version } from "../lib/types.ts";
import type { FakeWish } from "./fake-build.ts";
import { type FakeEngineRoom, newEngineRoom } from "./fake-engine-state.ts";

export interface FakeVersion extends Version {
  files: SourceFile[];
}

export interface FakeGeneration extends Generation {
  prompt: string;
  events: LoggedEvent[];
  /** Resolve to wake everybody who waits for the next event. */
  wake: (() => void)[];
  stopped: boolean;
  /** The next open stream breaks off without `done`. */
  cut: boolean;
}

/** Everything that the double of the server keeps, in memory. */
export interface FakeState {
  /** When this run of the server began. */
  startedAt: string;
  claimed: boolean;
  setupToken: string;
  password: string;
  user: { id: string; email: string; name: string; role: string };
  /** Access tokens that are accepted. */
  tokens: Set<string>;
  refreshes: number;
  projects: Project[];
  chats: Chat[];
  messages: Map<string, Message[]>;
  versions: Map<string, FakeVersion[]>;
  generations: Map<string, FakeGeneration>;
  /** By id; the data as base64. */
  attachments: Map<string, { mediaType: string; data: string }>;
  builds: { files: SourceFile[]; partial: boolean; wish: FakeWish }[];
  /** Base64 by version. */
  thumbnails: Map<string, string>;
  requests: string[];
  room: FakeEngineRoom;
}

export function newState(): FakeState {
  return {
    startedAt: isoNow(),
    claimed: true,
    setupToken: "good-token",
    password: "correct horse battery",
    user: { id: uuid(), email: "mara@example.org", name: "Mara Keller", role: "admin" },
    tokens: new Set(),
    refreshes: 0,
    projects: [],
    chats: [],
    messages: new Map(),
    versions: new Map(),
    generations: new Map(),
    attachments: new Map(),
    builds: [],
    thumbnails: new Map(),
    requests: [],
    room: newEngineRoom("nothing"),
  };
}

export function uuid(): string {
  return Bun.randomUUIDv7();
}

export function isoNow(): string {
  return new Date().toISOString();
}

/** The frame of this double: it speaks the frame's protocol and shows `js` as markup. */
export const frameDocument = `<!doctype html><meta charset="utf-8"><style>
body{margin:0;font:14px/1.5 system-ui,sans-serif;display:grid;grid-template-columns:190px 1fr;min-height:100vh;background:#fff;color:#111}
body.dark{background:#0c0c0d;color:#eee}aside{background:#fafafa;border-right:1px solid #eee;padding:20px 16px;display:grid;gap:10px;align-content:start;color:#666}
.dark aside{background:#131315;border-color:#222}aside b{color:#111;margin-bottom:8px}.dark aside b{color:#eee}aside i{font-style:normal;color:#111;font-weight:600}.dark aside i{color:#fff}
main{padding:24px 28px}h1{font-size:20px;margin:0 0 16px}section{display:grid;grid-template-columns:repeat(auto-fit,minmax(130px,1fr));gap:14px}
.kpi,.chart{border:1px solid #e8e8ea;border-radius:10px;padding:14px}.dark .kpi,.dark .chart{border-color:#26262a}.kpi b{display:block;font-size:24px}small{color:#777}
.chart{margin:14px 0}svg{width:100%;height:170px}path{fill:none;stroke:currentColor;stroke-width:2}button{margin-top:14px;padding:6px 14px;border-radius:8px;border:1px solid #ddd;background:transparent;color:inherit;font:inherit}
@media(max-width:600px){body{grid-template-columns:1fr}aside{display:none}main{padding:18px}}</style><body></body><script>
const nonce=location.hash.slice(1);const send=(m)=>parent.postMessage({...m,vitrine:nonce},"*");
const say=(t)=>send({type:"console",level:"log",args:[t],position:{path:"app/dashboard.tsx",line:4,column:3}});
const trail=["/"];let at=0;const where=()=>send({type:"location",href:trail[at],back:at>0,forward:at<trail.length-1});
const go=(to)=>{trail.splice(at+1);trail.push(to);at++;where()};const pick=(path,component)=>send({type:"choose",path,component});
addEventListener("message",(e)=>{const m=e.data;if(!m||m.vitrine!==nonce)return;
if(m.type==="ping")send({type:"pong",id:m.id});if(m.type==="theme")document.body.className=m.theme;
if(m.type==="go")go(m.href);if(m.type==="step"){at+=m.steps;where()}
if(m.type==="point"&&m.on)onclick=(c)=>{onclick=null;send({type:"pointed",element:{tag:c.target.localName,text:c.target.textContent,classes:c.target.className,component:"Kpi"}})};
if(m.type==="picture"){const c=document.createElement("canvas");c.width=m.width;c.height=300;c.toBlob(async(b)=>send({type:"picture",id:m.id,picture:{mediaType:b.type,bytes:await b.arrayBuffer()}}),"image/webp")}
if(m.type==="render"){document.body.innerHTML=m.js;send({type:"rendered",id:m.id,ms:1,empty:false});
if(!m.partial&&m.js.includes("NOISY")){send({type:"console",level:"warn",args:["Each child in a list should have a unique key."],position:{path:"components/kpi-card.tsx",line:6,column:5}});send({type:"error",id:m.id,phase:"runtime",message:"TypeError: rows is undefined",stack:[{path:"app/dashboard.tsx",line:5,column:12}]})}}});
send({type:"ready"});</script>`;
