import { expect, test } from "bun:test";
import { readInviteList } from "./invite-list.ts";
import { readLimit } from "./tier-words.ts";

const read = (text: string) =>
  readInviteList(text).map(({ email, person, problem }) =>
    person ? [email, person.name ?? "", person.role ?? ""] : [email, problem],
  );

test.each([
  [
    "ada@example.org\n\n bert@example.org ",
    [
      ["ada@example.org", "", ""],
      ["bert@example.org", "", ""],
    ],
  ],
  ["ada@example.org, Ada, Administrator", [["ada@example.org", "Ada", "admin"]]],
  ["Ada Lovelace <ada@example.org>", [["ada@example.org", "Ada Lovelace", ""]]],
  ["\ufeffName;E-Mail;Role\nAda;ada@example.org;viewer", [["ada@example.org", "Ada", "viewer"]]],
  ["nobody", [["nobody", "This is not an e-mail address."]]],
  [
    "ada@example.org\nADA@example.org",
    [
      ["ada@example.org", "", ""],
      ["ADA@example.org", "It is in the list twice."],
    ],
  ],
  ["ada@example.org,Ada,king", [["ada@example.org", "There is no role “king”."]]],
])("a list %p is read line by line", (text, lines) => expect(read(text)).toEqual(lines));

test.each([
  ["", null],
  ["12", 12],
  ["1 200,000", 1_200_000],
  ["many", undefined],
  ["-1", undefined],
])("a limit %p is %p", (text, value) => expect(readLimit(text)).toBe(value as never));
