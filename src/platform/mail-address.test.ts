import { expect, test } from "bun:test";
import { headerText, isMailAddress, parseMailbox, parseSmtpUrl } from "./mail-address.ts";

test.each([
  ["ada@example.org", { name: "", address: "ada@example.org" }],
  ["  Ada Lovelace <ada@example.org> ", { name: "Ada Lovelace", address: "ada@example.org" }],
  ['"Ada, of course" <ada@example.org>', { name: "Ada, of course", address: "ada@example.org" }],
  ["<ada@example.org>", { name: "", address: "ada@example.org" }],
  ["Zoë <zoë@exämple.org>", { name: "Zoë", address: "zoë@exämple.org" }],
  ["", undefined],
  ["ada", undefined],
  ["ada@example.org, eve@example.org", undefined],
  ["Ada <ada@example.org> <eve@example.org>", undefined],
  ["Ada\r\nBcc: eve@example.org <ada@example.org>", undefined],
  ["Ada <ada@example.org\n>", undefined],
  ["Ada\u2028 <ada@example.org>", undefined],
  ['A"da <ada@example.org>', undefined],
  [`${"a".repeat(400)}@example.org`, undefined],
])("%j as a mailbox", (text, mailbox) => {
  expect(parseMailbox(text)).toEqual(mailbox);
});

test.each([
  "a@b\r\nc",
  "a@b c",
  "a b@c",
  "a@b@c",
  "<a@b>",
  "a@b,c@d",
  "a@b;c",
  "a@",
  "@b",
  "a@b..c",
  "a\u0000@b",
  "(x)a@b",
])("%j is no address", (text) => {
  expect(isMailAddress(text)).toBe(false);
});

test("what stands in a header is one line", () => {
  expect(headerText("a\r\nBcc: b\u2029c\u202ed\te")).toBe("a Bcc: b c d e");
});

test.each([
  [
    "smtp://mail.example.org",
    { host: "mail.example.org", port: 587, security: "starttls", username: "", password: "" },
  ],
  [
    "smtps://a%40b.c:p%3Aw@mail.example.org",
    { host: "mail.example.org", port: 465, security: "tls", username: "a@b.c", password: "p:w" },
  ],
  ["smtp://[::1]:2525?security=none", { host: "::1", port: 2525, security: "none", username: "", password: "" }],
  ["smtps://mail.example.org?security=none", undefined],
  ["smtp://mail.example.org?security=maybe", undefined],
  ["smtp://mail.example.org/path", undefined],
  ["smtp://a:%zz@mail.example.org", undefined],
  ["http://mail.example.org", undefined],
  ["mail.example.org:25", undefined],
])("%s as a mail server", (text, server) => {
  expect(parseSmtpUrl(text) as unknown).toEqual(server);
});
