import { describe, expect, test } from "bun:test";
import { formatAddress, inNetwork, parseAddress, parseNetwork, placeOf } from "./address.ts";

test.each([
  ["192.0.2.1", "192.0.2.1"],
  ["0.0.0.0", "0.0.0.0"],
  ["255.255.255.255", "255.255.255.255"],
  ["::", "::"],
  ["::1", "::1"],
  ["2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
  ["2001:db8:0:1:0:0:0:1", "2001:db8:0:1::1"],
  ["2001:db8::", "2001:db8::"],
  ["2001:db8:0:1:2:3:4:5", "2001:db8:0:1:2:3:4:5"],
  ["fe80::1%eth0", "fe80::1"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["::FFFF:c000:201", "192.0.2.1"],
  ["0:0:0:0:0:ffff:192.0.2.1", "192.0.2.1"],
  ["64:ff9b::192.0.2.1", "64:ff9b::c000:201"],
])("%p is the address %p", (text, canonical) => {
  const address = parseAddress(text);
  expect(address && formatAddress(address)).toBe(canonical);
});

test.each([
  "",
  " ",
  "1.2.3",
  "1.2.3.4.5",
  "1.2.3.256",
  "01.2.3.4",
  "0x7f.0.0.1",
  "2130706433",
  "1.2.3.4 ",
  "1.2.3.-4",
  "1.2.3.4:80",
  "[::1]",
  ":::",
  "1::2::3",
  "1:2:3:4:5:6:7",
  "1:2:3:4:5:6:7:8:9",
  "1:2:3:4:5:6:7::8:9",
  "12345::",
  "g::1",
  "::1.2.3",
  "::1.2.3.4:5",
  "unknown",
  "_hidden",
  "1".repeat(100),
  `${"1:".repeat(40)}1`,
])("%p is no address", (text) => {
  expect(parseAddress(text)).toBeUndefined();
});

describe("a network", () => {
  test.each([
    ["10.0.0.0/8", "10.255.0.1", true],
    ["10.0.0.0/8", "11.0.0.1", false],
    ["10.0.0.0/8", "::ffff:10.1.2.3", true],
    ["::ffff:10.0.0.0/104", "10.1.2.3", true],
    ["192.0.2.1", "192.0.2.1", true],
    ["192.0.2.1", "192.0.2.2", false],
    ["fd00::/8", "fdab::1", true],
    ["fd00::/8", "fe80::1", false],
    ["0.0.0.0/0", "203.0.113.9", true],
    ["0.0.0.0/0", "2001:db8::1", false],
    ["::/0", "2001:db8::1", true],
    ["2001:db8::/127", "2001:db8::1", true],
    ["2001:db8::/127", "2001:db8::2", false],
  ])("%p holds %p: %p", (network, address, held) => {
    const parsed = parseNetwork(network);
    const candidate = parseAddress(address);
    expect(parsed && candidate && inNetwork(parsed, candidate)).toBe(held);
  });

  test.each(["10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/8/8", "x/8", "::ffff:10.0.0.0/8", ""])(
    "%p is none",
    (text) => {
      expect(parseNetwork(text)).toBeUndefined();
    },
  );
});

test.each([
  ["192.0.2.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["", ""],
])("%p is the place %p", (address, place) => {
  expect(placeOf(address)).toBe(place);
});
