import type { MenuItem } from "../../kit/menu.ts";
import type { PersonView } from "../../lib/people-types.ts";
import type { PersonActions } from "./use-person-actions.ts";

/** What can be done with somebody from the list. */
export function personMenu(person: PersonView, actions: PersonActions): MenuItem[] {
  const { show } = actions;
  const page: MenuItem = { label: "Open their page", icon: "user", href: `/admin/people/${person.id}` };
  const remove: MenuItem = {
    label: "Delete…",
    icon: "trash",
    danger: true,
    onSelect: () => show({ kind: "delete", person }),
  };
  if (person.state === "requested") {
    return [
      { label: "Approve", icon: "check", onSelect: () => actions.approve(person) },
      { label: "Decline…", icon: "close", danger: true, onSelect: () => show({ kind: "decline", person }) },
      { kind: "line" },
      page,
    ];
  }
  if (person.state === "disabled") {
    return [
      page,
      { label: "Open the account again", icon: "restore", onSelect: () => actions.open(person) },
      { kind: "line" },
      remove,
    ];
  }
  return [
    page,
    ...(person.lockedUntil === null
      ? []
      : [{ label: "Unlock", icon: "lock", onSelect: () => actions.unlock(person) } satisfies MenuItem]),
    { label: "Link for a new password…", icon: "link", onSelect: () => show({ kind: "make-link", person }) },
    { label: "Sign out everywhere…", icon: "logout", onSelect: () => show({ kind: "sessions", person }) },
    { kind: "line" },
    { label: "Close the account…", icon: "lock", danger: true, onSelect: () => show({ kind: "close", person }) },
    remove,
  ];
}
