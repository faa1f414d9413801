/** The process that killing.test.ts kills: this room's server over a data folder. Arguments: folder, URL of a model server. */
import { Elysia } from "elysia";
import { signedInPerson } from "../accounts/testing.ts";
import { createLlm, openaiProvider } from "../llm/index.ts";
import { createBus } from "../platform/bus.ts";
import { systemClock } from "../platform/clock.ts";
import { loadConfig } from "../platform/config.ts";
import { openDatabase } from "../platform/database.ts";
import { silentLogger } from "../platform/logger.ts";
import { createMetrics } from "../platform/metrics.ts";
import { dataPaths } from "../platform/paths.ts";
import { systemRandom } from "../platform/random.ts";
import { loadSecrets } from "../platform/secrets.ts";
import { createChat, createProject } from "../projects/index.ts";
import { createGenerations } from "./generations.ts";
import { parkGenerations, recoverGenerations } from "./recover.ts";
import { generationRoutes } from "./routes.ts";
import { quietPreview } from "./testing.ts";

const [folder = "", modelUrl = ""] = process.argv.slice(2);
const paths = dataPaths(folder);
const opened = openDatabase(paths, { exclusive: true });
const base = {
  config: loadConfig({ data: folder }, {}),
  paths,
  clock: systemClock,
  random: systemRandom,
  log: silentLogger,
  db: opened.db,
  bus: createBus(),
  metrics: createMetrics(),
  secrets: loadSecrets(paths.secrets, systemRandom),
};
const providers = [openaiProvider({ id: "openai", label: "Mock", baseUrl: modelUrl, apiKeys: [] })];
const app = {
  ...base,
  llm: createLlm({ clock: base.clock, random: base.random, log: base.log, providers }),
  preview: quietPreview(),
  generations: createGenerations(base),
};
const recovered = recoverGenerations(app);
const person = await signedInPerson(app);
const chatId = createChat(app, createProject(app, person.user, { name: "Test" }).id).id;
const server = new Elysia().use(generationRoutes(app)).listen({ port: 0, hostname: "127.0.0.1" });
process.once("SIGTERM", async () => {
  await parkGenerations(app, 2000);
  await server.stop(true);
  opened.close();
  process.exit(0);
});
console.log(
  JSON.stringify({ url: `http://127.0.0.1:${server.server?.port}`, headers: person.headers, chatId, recovered }),
);
