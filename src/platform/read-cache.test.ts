import { Database } from "bun:sqlite";
import { afterAll, expect, test } from "bun:test";
import { readCached } from "./read-cache.ts";
import { testApp } from "./testing.ts";

const app = testApp();
afterAll(() => app.dispose());
const { db } = app;
const client = db.$client;
client.run("CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT)");
client.run("CREATE TABLE parts (id INTEGER PRIMARY KEY, thing INTEGER REFERENCES things ON DELETE CASCADE)");
client.run("INSERT INTO things VALUES (1, 'one')");
client.run("INSERT INTO parts VALUES (1, 1)");

let reads = 0;
const name = () =>
  readCached(db, "things 1", () => {
    reads++;
    return client.query<{ name: string }, []>("SELECT name FROM things WHERE id = 1").get()?.name;
  });
const parts = () =>
  readCached(db, "parts", () => client.query<{ n: number }, []>("SELECT count(*) AS n FROM parts").get()?.n);

test("what nobody changed is read once", () => {
  expect([name(), name(), name()]).toEqual(["one", "one", "one"]);
  expect(reads).toBe(1);
});

test("a change of one's own is seen at once", () => {
  client.run("UPDATE things SET name = 'two' WHERE id = 1");
  expect(name()).toBe("two");
});

test("a change of another connection is seen at once", () => {
  const other = new Database(client.filename);
  other.run("PRAGMA busy_timeout = 2000");
  other.run("UPDATE things SET name = 'three' WHERE id = 1");
  other.close();
  expect(name()).toBe("three");
});

test("what a transaction takes back was never believed", () => {
  expect(() =>
    db.transaction(
      () => {
        client.run("UPDATE things SET name = 'four' WHERE id = 1");
        expect(name()).toBe("four");
        throw new Error("no");
      },
      { behavior: "immediate" },
    ),
  ).toThrow("no");
  expect(name()).toBe("three");
});

test("what goes along with something else is gone, too", () => {
  expect(parts()).toBe(1);
  client.run("DELETE FROM things WHERE id = 1");
  expect([parts(), name()]).toEqual([0, undefined]);
});
