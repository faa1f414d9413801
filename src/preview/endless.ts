/**
 * Components that never end, or want everything. What becomes of them: `stopped` with a message in the frame, `replaced`
 * by a fresh frame, `borne`, where the frame is busy and answers nevertheless, or one of the last two, which depends on
 * how fast the machine is.
 */
export interface Endless {
  code: string;
  becomes: "stopped" | "replaced" | "borne" | "borne or replaced";
}

const component = (body: string): string => `// @ts-nocheck
import { useEffect, useLayoutEffect, useState } from "react";
export default function App() { ${body} return <p>endless</p>; }`;

const of = (becomes: Endless["becomes"], body: string): Endless => ({ becomes, code: component(body) });
const effect = (body: string): string => `useEffect(() => { ${body} }, []);`;
/** Again and again, with a breath between, so that no loop is seen. */
const again = (body: string): string =>
  effect(`const held = []; const again = () => { ${body}; setTimeout(again); }; again();`);

export const endless: Record<string, Endless> = {
  "a while loop": of("stopped", "while (true) { Math.random(); }"),
  "a bare for loop": of("replaced", "for (;;);"),
  "a list that grows while it is walked": of("replaced", "const list = [1]; for (const one of list) list.push(one);"),
  "a pattern that backtracks": of("replaced", "/^(a+)+$/.test('a'.repeat(60) + '!');"),
  "endless recursion": of("stopped", "const down = (n) => down(n + 1) + 1; down(0);"),
  "a component inside itself": {
    becomes: "replaced",
    code: "export default function App() { return <div><App /></div>; }",
  },
  "timers that double": of(
    "borne or replaced",
    effect("const again = () => { setTimeout(again); setTimeout(again); }; again();"),
  ),
  "a promise that calls itself": of("replaced", effect("const again = () => Promise.resolve().then(again); again();")),
  "microtasks without end": of("replaced", effect("const again = () => queueMicrotask(again); again();")),
  "messages to itself": of(
    "borne",
    effect(
      "const { port1, port2 } = new MessageChannel(); port1.onmessage = () => port2.postMessage(0); port2.postMessage(0);",
    ),
  ),
  "state set while rendering": of("stopped", "const [n, set] = useState(0); set(n + 1);"),
  "state set in every effect": of("stopped", "const [n, set] = useState(0); useEffect(() => set(n + 1));"),
  "state set in every layout effect": of("stopped", "const [n, set] = useState(0); useLayoutEffect(() => set(n + 1));"),
  "state set by every timer": of(
    "borne",
    "const [n, set] = useState(0); useEffect(() => void setTimeout(() => set(n + 1), 4));",
  ),
  "a storm of animation frames": of(
    "borne",
    effect("const again = () => { requestAnimationFrame(again); }; for (let i = 0; i < 500; i++) again();"),
  ),
  "layout thrown about": of(
    "borne",
    effect(
      "setInterval(() => { for (let i = 0; i < 200; i++) { document.body.style.width = i + 'px'; document.body.offsetWidth; } });",
    ),
  ),
  "dialogs without end": of("stopped", effect("while (true) { alert('x'); confirm('x'); prompt('x'); print(); }")),
  "a flood of console lines": of(
    "borne",
    effect("setInterval(() => { for (let i = 0; i < 1000; i++) console.log(i); });"),
  ),
  "a flood of messages": of(
    "replaced",
    effect(
      "setInterval(() => { for (let i = 0; i < 2000; i++) parent.postMessage({ vitrine: location.hash.slice(1), type: 'console', level: 'log', args: ['x'] }, '*'); });",
    ),
  ),
  "a flood of history": of(
    "borne or replaced",
    effect(
      "for (let i = 0; i < 400; i++) { try { history.pushState({}, '', '#' + i); } catch {} location.hash = String(i); } history.go(-200);",
    ),
  ),
  "a flood of links followed": of(
    "borne",
    effect(
      "const link = document.createElement('a'); link.href = '/x'; document.body.append(link); setInterval(() => { for (let i = 0; i < 500; i++) link.click(); });",
    ),
  ),
  "a frame that reloads itself": of("borne", effect("location.reload();")),
  "buffers without end": of("stopped", again("held.push(new Uint8Array(64e6).fill(1))")),
  "blobs without end": of("stopped", again("held.push(new Blob(['x'.repeat(64e6), String(held.length)]))")),
  "canvases without end": of(
    "stopped",
    again(
      "const made = document.createElement('canvas'); made.width = made.height = 4000; made.getContext('2d').fillRect(0, 0, 9, 9); held.push(made)",
    ),
  ),
  "one array that is too long": of("stopped", "new Uint8Array(2e9);"),
};

/** Fill the script's own heap or the document; the browser ends the process of a frame that does. */
export const bombs: Record<string, string> = {
  arrays: component(again("for (let i = 0; i < 40; i++) held.push(new Array(1e5).fill(i + 0.5))")),
  texts: component(again("for (let i = 0; i < 20; i++) held.push((Math.random() + 'x').repeat(2000).split(''))")),
  objects: component(again("for (let i = 0; i < 1e5; i++) held.push({ i, list: [i] })")),
  elements: component(again("document.body.insertAdjacentHTML('beforeend', '<p>x</p>'.repeat(20000))")),
};
