import { Select } from "../../kit/choice.ts";
import { plural } from "../../lib/format.ts";
import { html, type View } from "../../lib/html.ts";
import type { SignInView } from "../../lib/system-types.ts";
import { useActions } from "../actions.ts";
import { useSystemApi } from "../use-api.ts";

const usualDays = [1, 7, 14, 30, 90, 180, 365];

export interface SessionDaysProps {
  view: SignInView;
  onChanged(view: SignInView): void;
}

/** After how many days a session ends although it is used. */
export function SessionDays({ view, onChanged }: SessionDaysProps): View {
  const api = useSystemApi();
  const { act } = useActions();
  const days = view.sessionDays;
  const choose = (text: string) =>
    void act(
      "session-days",
      async () => onChanged(await api.signIn.write({ sessionDays: Number(text) })),
      `Everybody signs in again after ${plural(Number(text), "day")}.`,
    );
  const options = [...new Set([...usualDays, days])]
    .toSorted((a, b) => a - b)
    .map((value) => ({ value: String(value), label: plural(value, "day") }));
  return html`<div class="line"><div class="line-text"><b>Signing in again</b><p>After this long a browser has to sign in again, however much it is used. A shorter time also holds for everybody who is signed in already.</p></div>
    <${Select} key=${days} label="Days until everybody signs in again" hideLabel value=${String(days)} options=${options} onChange=${choose} /></div>`;
}
