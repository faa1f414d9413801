import type { App } from "../../platform/app.ts";
import { newId } from "../../platform/ids.ts";
import { isMailAddress } from "../../platform/mail-address.ts";
import { Problem } from "../../platform/problem.ts";
import { writerOf, written } from "./mail-job.ts";
import { readMailSettings } from "./mail-settings.ts";
import { sendMessage } from "./send.ts";
import { explainFailure } from "./smtp-failure.ts";
import { testLetter } from "./templates/links.ts";

/** Below the time after which the connection of a silent request is cut. */
const testMs = 25_000;

/**
 * Sends a test at once instead of as a job, and says how that went.
 * @throws Problem `validation_failed`; `conflict` where no e-mail is set up
 */
export async function testMail(app: App, to: string): Promise<{ ok: boolean; detail: string }> {
  const email = to.trim();
  if (!isMailAddress(email)) {
    const message = "This is not an e-mail address.";
    throw new Problem("validation_failed", message, { errors: [{ path: "/to", message }] });
  }
  const settings = readMailSettings(app);
  if (!settings) throw new Problem("conflict", "Set up a mail server first.");
  const writer = writerOf(app);
  const message = written(testLetter(writer), { email, name: "" }, writer, null);
  const stop = new AbortController();
  const cancel = app.clock.after(testMs, () => stop.abort());
  try {
    await sendMessage(settings, { ...message, id: newId() }, stop.signal);
    return {
      ok: true,
      detail: `${settings.host} took the message for ${email}. Look into the mailbox, also for junk.`,
    };
  } catch (error) {
    if (stop.signal.aborted)
      return { ok: false, detail: `${settings.host} took longer than ${testMs / 1000} seconds.` };
    app.log.info({ err: error, host: settings.host }, "a test e-mail failed");
    return { ok: false, detail: explainFailure(error, settings).detail };
  } finally {
    cancel();
  }
}
