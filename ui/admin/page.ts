import { html, type View } from "../lib/html.ts";
import { lazy } from "../lib/lazy.ts";
import type { AdminView } from "../lib/router.ts";

const Overview = lazy(() => import("./overview.ts").then((module) => module.Overview));
const Models = lazy(() => import("./models.ts").then((module) => module.Models));
const Engine = lazy(() => import("./engine.ts").then((module) => module.Engine));
const Gpu = lazy(() => import("./gpu.ts").then((module) => module.Gpu));
const People = lazy(() => import("./people/people.ts").then((module) => module.People));
const Person = lazy(() => import("./people/person.ts").then((module) => module.Person));
const Invitations = lazy(() => import("./people/invitations.ts").then((module) => module.Invitations));
const Roles = lazy(() => import("./people/roles.ts").then((module) => module.Roles));
const Sessions = lazy(() => import("./people/sessions.ts").then((module) => module.Sessions));
const Keys = lazy(() => import("./people/keys.ts").then((module) => module.Keys));
const Audit = lazy(() => import("./system/audit.ts").then((module) => module.Audit));
const SignIn = lazy(() => import("./system/sign-in.ts").then((module) => module.SignIn));
const Mail = lazy(() => import("./system/mail.ts").then((module) => module.Mail));

/** The page that the address names; its code comes when it is first asked for. */
export function AdminPage({ view, subject }: { view: AdminView; subject: string }): View {
  switch (view) {
    case "overview":
      return html`<${Overview} />`;
    case "models":
      return html`<${Models} />`;
    case "engine":
      return html`<${Engine} key=${subject} subject=${subject} />`;
    case "gpu":
      return html`<${Gpu} />`;
    case "people":
      return subject === "" ? html`<${People} />` : html`<${Person} key=${subject} id=${subject} />`;
    case "invitations":
      return html`<${Invitations} />`;
    case "roles":
      return html`<${Roles} />`;
    case "sessions":
      return html`<${Sessions} />`;
    case "keys":
      return html`<${Keys} />`;
    case "audit":
      return html`<${Audit} />`;
    case "sign-in":
      return html`<${SignIn} />`;
    case "mail":
      return html`<${Mail} />`;
    default:
      return view satisfies never;
  }
}
