/** Writes versions to one chat from a process of its own: `bun version-writer.fixture.ts DATA CHAT COUNT`. */
import { openDatabase } from "../platform/database.ts";
import { dataPaths } from "../platform/paths.ts";
import { testApp } from "../platform/testing.ts";
import { createVersion } from "./versions.ts";

const [dataDir = "", chatId = "", count = "0"] = process.argv.slice(2);
const opened = openDatabase(dataPaths(dataDir));
const app = testApp({ db: opened.db });
for (let n = 0; n < Number(count); n++) {
  createVersion(app, { chatId, status: "complete", files: [{ path: "a.ts", text: `${process.pid} ${n}` }] });
}
opened.close();
app.dispose();
