import { useState } from "preact/hooks";
import { useApp } from "../../lib/app.ts";
import { saveFile } from "../../lib/download.ts";
import type { PersonView, Role } from "../../lib/people-types.ts";
import { messageOf } from "../../lib/problem.ts";
import { usePeopleApi } from "../use-api.ts";

export type PersonDialog =
  | { kind: "close"; person: PersonView }
  | { kind: "decline"; person: PersonView }
  | { kind: "delete"; person: PersonView }
  | { kind: "role"; person: PersonView; role: Role }
  | { kind: "codes"; person: PersonView }
  | { kind: "passkeys"; person: PersonView }
  | { kind: "sessions"; person: PersonView }
  | { kind: "make-link"; person: PersonView }
  | { kind: "link"; person: PersonView; url: string; expiresAt: string };

/** Everything that can be done with a person, from the list and from their page. */
export interface PersonActions {
  dialog: PersonDialog | null;
  /** Why the server said no to what the open dialog asked for. */
  problem: string | undefined;
  busy: boolean;
  show(dialog: PersonDialog): void;
  close(): void;
  /** Does it, then closes the dialog; a refusal is shown in the dialog, or as a message where none is open. */
  run(action: () => Promise<unknown>, done: string): Promise<boolean>;
  approve(person: PersonView): void;
  open(person: PersonView): void;
  unlock(person: PersonView): void;
  makeLink(person: PersonView): void;
  saveData(person: PersonView): void;
  setTier(person: PersonView, tierId: string | null): void;
  remove(person: PersonView, done: string): void;
}

export function usePersonActions(on: { onChanged(): void; onDeleted(): void }): PersonActions {
  const app = useApp();
  const { people } = usePeopleApi();
  const [dialog, setDialog] = useState<PersonDialog | null>(null);
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const show = (next: PersonDialog | null) => {
    setProblem(undefined);
    setDialog(next);
  };

  async function attempt(action: () => Promise<unknown>): Promise<boolean> {
    if (busy) return false;
    setBusy(true);
    setProblem(undefined);
    try {
      await action();
      return true;
    } catch (error) {
      if (dialog === null) app.toasts.show(messageOf(error), "bad");
      else setProblem(messageOf(error));
      return false;
    } finally {
      setBusy(false);
    }
  }

  async function run(action: () => Promise<unknown>, done: string): Promise<boolean> {
    const well = await attempt(action);
    if (well) {
      show(null);
      app.toasts.show(done, "ok");
      on.onChanged();
    }
    return well;
  }

  return {
    dialog,
    problem,
    busy,
    show,
    close: () => show(null),
    run,
    approve: (person) =>
      void run(() => people.update(person.id, { disabled: false }), `${person.email} can sign in now.`),
    open: (person) =>
      void run(() => people.update(person.id, { disabled: false }), `${person.email} can sign in again.`),
    unlock: (person) => void run(() => people.unlock(person.id), `${person.email} can try again at once.`),
    makeLink: (person) =>
      void attempt(async () => show({ kind: "link", person, ...(await people.passwordLink(person.id)) })),
    saveData: (person) =>
      void attempt(async () => saveFile(await people.export(person.id), `vitrine-person-${person.id}.json`)),
    setTier: (person, tierId) =>
      void run(() => people.update(person.id, { tierId }), `${person.email} is in another tier.`),
    async remove(person, done) {
      const gone = await attempt(() => people.remove(person.id));
      if (!gone) return;
      show(null);
      app.toasts.show(done, "ok");
      on.onDeleted();
    },
  };
}
