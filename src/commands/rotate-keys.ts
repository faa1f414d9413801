import { audit, rotateSigningKeys } from "../accounts/index.ts";
import { type Command, dataOption, readArgs } from "./command.ts";
import { withApp } from "./with-app.ts";

export const rotateKeysCommand: Command = {
  name: "rotate-keys",
  summary: "let a new key sign access tokens",
  help: `usage: vitrine rotate-keys [--end-tokens] [--data DIR]

A new key signs access tokens from now on, which also happens by itself every 30 days. Nobody is signed out: sessions go
on, and tokens of the old key stay good for the rest of their 15 minutes. It works while the server runs.

  --end-tokens   end every access token at once, for when a key may have leaked; pages get new ones by themselves
  --data DIR     the data folder

example: vitrine rotate-keys --end-tokens`,
  async run(args, io) {
    const { values } = readArgs(args, { ...dataOption, "end-tokens": { type: "boolean" } }, { min: 0, max: 0 });
    const endTokens = values["end-tokens"] ?? false;
    return withApp({ data: values.data }, io, (app) => {
      rotateSigningKeys(app, { endTokens });
      audit(app, {
        action: "signing-key.rotated",
        by: { id: "operator", email: "" },
        on: { type: "appliance", id: "signing-keys" },
        detail: { endTokens, by: "command line" },
      });
      io.err(`A new key signs access tokens.${endTokens ? " Every earlier access token has ended." : ""}`);
      return 0;
    });
  },
};
