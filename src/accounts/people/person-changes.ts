import type { App } from "../../platform/app.ts";
import type { Bus, Subscription } from "../../platform/bus.ts";
import { once } from "../../platform/memo.ts";

const channel = once((bus: Bus) => bus.channel<"changed">());

/** Tells the open pages of a person that their name or their role is another now. */
export const announcePerson = (app: Pick<App, "bus">, userId: string): void =>
  channel(app.bus).publish(userId, "changed");

/** What `announcePerson` says about one person, until it is closed. */
export const followPerson = (app: Pick<App, "bus">, userId: string): Subscription<"changed"> =>
  channel(app.bus).subscribe(userId, 8);
