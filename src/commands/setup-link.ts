import { createSetupLink, isClaimed } from "../accounts/index.ts";
import { localUrl } from "../server/local-url.ts";
import { type Command, dataOption, readArgs } from "./command.ts";
import { withApp } from "./with-app.ts";

export const setupLinkCommand: Command = {
  name: "setup-link",
  summary: "print a new link that claims this appliance",
  help: `usage: vitrine setup-link [--url URL] [--data DIR]

Prints a new single-use link for the first administrator, good for 60 minutes; an older link stops working.
It works while the server runs.

  --url URL    how people reach the page (default: the address the server uses)
  --data DIR   the data folder

example: vitrine setup-link --url http://gpu-box.lan:8080`,
  async run(args, io) {
    const { values } = readArgs(args, { ...dataOption, url: { type: "string" } }, { min: 0, max: 0 });
    return withApp({ data: values.data }, io, (app) => {
      if (isClaimed(app)) {
        io.err("This appliance has an administrator already. Lost the password? vitrine user reset-password EMAIL");
        return 1;
      }
      io.out(createSetupLink(app, values.url ?? localUrl(app.config)));
      return 0;
    });
  },
};
