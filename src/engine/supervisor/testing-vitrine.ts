/** Vitrine as a process of its own that can be killed: opens the engines of a data folder and lives on. Tests only. */
import { systemClock } from "../../platform/clock.ts";
import { openDatabase } from "../../platform/database.ts";
import { dataPaths } from "../../platform/paths.ts";
import { lifeOn } from "./testing-life.ts";

const [root = "", deed = ""] = process.argv.slice(2);
const paths = dataPaths(root);
const { db } = openDatabase(paths);
const { supervisor, queue } = lifeOn({ clock: systemClock, db, paths });
await supervisor.open();
console.log("open");
await supervisor.whenSettled("a", ["ready"]);
console.log("ready");
const lease = await queue.acquire({ engineId: "a", userId: "u", signal: new AbortController().signal, onWait() {} });
if (deed === "restart") supervisor.restart("a");
if (deed === "swap") supervisor.swap("a", "b");
if (deed === "stop") supervisor.stop("a");
console.log("begun");
setTimeout(() => lease.release(), 100);
setInterval(() => {}, 1_000);
