import { expect, test } from "bun:test";
import { fairOrder } from "./fair-order.ts";

const items = (names: string) => names.split(" ").map((name) => ({ name, userId: name.charAt(0) }));
const order = (waiting: string, running = "") =>
  fairOrder(waiting === "" ? [] : items(waiting), running === "" ? [] : items(running))
    .map(({ name }) => name)
    .join(" ");

test.each([
  ["", "", ""],
  ["a1 b1 c1", "", "a1 b1 c1"],
  ["a1 a2 a3 b1 c1 b2", "", "a1 b1 c1 a2 b2 a3"],
  ["a1 a2 b1", "a0", "b1 a1 a2"],
  ["a1 b1", "a0 b0", "a1 b1"],
])("%p while %p runs: %p", (waiting, running, expected) => expect(order(waiting, running)).toBe(expected));
