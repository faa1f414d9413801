/** A Vitrine that starts an engine, stores the record in the file of argv[2], and is then killed by the test. */
import { writeFileSync } from "node:fs";
import { createBench } from "./testing.ts";

const [, , file = "", cgroups = "true"] = process.argv;
const bench = createBench({ cgroups: cgroups === "true" });
await bench.run("setsid sleep 1000 <&- >/dev/null 2>&1 & sleep 1000 & echo up; wait");
await bench.heard(/up/);
writeFileSync(file, JSON.stringify([...bench.records.values()][0]));
console.log("stored");
