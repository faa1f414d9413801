import { expect, test } from "bun:test";
import { Problem } from "./problem.ts";
import { safeUrl, type UrlTrust } from "./safe-url.ts";

const names: Record<string, string[]> = {
  "good.example.org": ["93.184.216.34", "2606:2800:220:1::1"],
  "inner.example.org": ["10.0.0.5"],
  "both.example.org": ["93.184.216.34", "127.0.0.1"],
  "meta.example.org": ["169.254.169.254"],
};
const lookup = async (name: string) => {
  const found = names[name];
  if (!found) throw new Error("ENOTFOUND");
  return found;
};
const ask = async (url: string, trust: UrlTrust): Promise<string> => {
  try {
    return (await safeUrl(url, trust, lookup)).addresses.join(" ");
  } catch (error) {
    return error instanceof Problem ? error.code : String(error);
  }
};
const no = "validation_failed";

test.each([
  ["https://good.example.org/x", "93.184.216.34 2606:2800:220:1::1"],
  ["http://93.184.216.34:8080/", "93.184.216.34"],
  ["http://inner.example.org/", no],
  ["http://both.example.org/", no],
  ["http://meta.example.org/", no],
  ["http://nowhere.example.org/", no],
  ["http://127.0.0.1/", no],
  ["http://127.1/", no],
  ["http://2130706433/", no],
  ["http://0x7f000001/", no],
  ["http://0177.0.0.1/", no],
  ["http://0/", no],
  ["http://localhost/", no],
  ["http://10.0.0.1/", no],
  ["http://172.31.255.255/", no],
  ["http://192.168.1.1/", no],
  ["http://100.64.0.1/", no],
  ["http://169.254.169.254/latest/meta-data", no],
  ["http://100.100.100.200/", no],
  ["http://224.0.0.1/", no],
  ["http://255.255.255.255/", no],
  ["http://[::]/", no],
  ["http://[::1]/", no],
  ["http://[::ffff:127.0.0.1]/", no],
  ["http://[::ffff:a9fe:a9fe]/", no],
  ["http://[64:ff9b::7f00:1]/", no],
  ["http://[2002:7f00:1::]/", no],
  ["http://[fe80::1]/", no],
  ["http://[fd00:ec2::254]/", no],
  ["http://[2001:db8::1]/", no],
  ["http://[ff02::1]/", no],
  ["https://user:pass@good.example.org/", no],
  ["https://good.example.org@127.0.0.1/", no],
  ["file:///etc/passwd", no],
  ["gopher://good.example.org/", no],
  ["javascript:alert(1)", no],
  ["good.example.org", no],
  ["", no],
  [`https://good.example.org/${"x".repeat(3000)}`, no],
])("a person's %p gives %p", async (url, expected) => {
  expect(await ask(url, "person")).toBe(expected);
});

test.each([
  ["http://127.0.0.1:8000/v1", "127.0.0.1"],
  ["http://inner.example.org:8000/v1", "10.0.0.5"],
  ["http://[::1]:8000/v1", "::1"],
  ["http://169.254.169.254/", no],
  ["http://[::ffff:169.254.169.254]/", no],
  ["http://[fd00:ec2::254]/", no],
  ["http://[64:ff9b::a9fe:a9fe]/", no],
  ["http://100.100.100.200/", no],
  ["http://meta.example.org/", no],
  ["file:///etc/passwd", no],
])("an administrator's %p gives %p", async (url, expected) => {
  expect(await ask(url, "administrator")).toBe(expected);
});
