import { defineConfig } from "drizzle-kit";

/** Used by `scripts/migration` alone; paths count from the top of the repository. */
export default defineConfig({
  dialect: "sqlite",
  schema: "./src/**/schema.ts",
  out: "./src/platform/migrations",
});
