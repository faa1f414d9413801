import type { IconName } from "../kit/icon.ts";
import type { AdminView } from "../lib/router.ts";

export interface Place {
  view: AdminView;
  label: string;
  href: string;
  icon: IconName;
}

export interface PlaceGroup {
  label: string;
  places: Place[];
}

/** The pages of the administration as the side navigation shows them. */
export const placeGroups: PlaceGroup[] = [
  {
    label: "Engine room",
    places: [
      { view: "overview", label: "Overview", href: "/admin", icon: "gauge" },
      { view: "models", label: "Models", href: "/admin/models", icon: "book" },
      { view: "engine", label: "Engine", href: "/admin/engine", icon: "play" },
      { view: "gpu", label: "GPU", href: "/admin/gpu", icon: "cpu" },
    ],
  },
  {
    label: "People",
    places: [
      { view: "people", label: "People", href: "/admin/people", icon: "people" },
      { view: "invitations", label: "Invitations", href: "/admin/invitations", icon: "invite" },
      { view: "roles", label: "Roles and tiers", href: "/admin/roles", icon: "tag" },
      { view: "sessions", label: "Sessions", href: "/admin/sessions", icon: "desktop" },
      { view: "keys", label: "Keys", href: "/admin/keys", icon: "key" },
    ],
  },
  {
    label: "System",
    places: [
      { view: "audit", label: "Audit", href: "/admin/audit", icon: "log" },
      { view: "sign-in", label: "Sign-in", href: "/admin/sign-in", icon: "shield" },
      { view: "mail", label: "Mail", href: "/admin/mail", icon: "mail" },
    ],
  },
];

export const places: Place[] = placeGroups.flatMap((group) => group.places);

/** Whether a page shows engines, models or GPUs, and so depends on their live connection. */
export const isEngineRoom = (view: AdminView): boolean =>
  placeGroups[0]?.places.some((place) => place.view === view) ?? false;
