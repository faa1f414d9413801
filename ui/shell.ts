import { useEffect, useState } from "preact/hooks";
import { NotFound } from "./account/not-found.ts";
import { SignIn } from "./account/sign-in.ts";
import { Unclaimed } from "./account/unclaimed.ts";
import { Unreachable, Waiting } from "./account/waiting.ts";
import { Palette } from "./kit/palette.ts";
import { ToastStack } from "./kit/toast.ts";
import { useApp } from "./lib/app.ts";
import { html, type View } from "./lib/html.ts";
import { lazy } from "./lib/lazy.ts";
import type { Route } from "./lib/router.ts";
import { NewChat } from "./studio/new-chat.ts";
import { ProjectHome } from "./studio/project-home.ts";
import { Projects } from "./studio/projects.ts";
import { Studio } from "./studio/studio.ts";

const About = lazy(() => import("./account/about.ts").then((module) => module.About));
const Account = lazy(() => import("./account/account.ts").then((module) => module.Account));
const ForgotPassword = lazy(() => import("./account/forgot-password.ts").then((module) => module.ForgotPassword));
const Invitation = lazy(() => import("./account/invitation.ts").then((module) => module.Invitation));
const Register = lazy(() => import("./account/register.ts").then((module) => module.Register));
const ResetPassword = lazy(() => import("./account/reset-password.ts").then((module) => module.ResetPassword));
const Setup = lazy(() => import("./account/setup.ts").then((module) => module.Setup));
const Admin = lazy(() => import("./admin/admin.ts").then((module) => module.Admin));
const FullPreview = lazy(() => import("./studio/full-preview.ts").then((module) => module.FullPreview));

/** What everybody may see, signed in or not. */
const openPages: ReadonlySet<Route["page"]> = new Set([
  "setup",
  "invitation",
  "register",
  "forgot-password",
  "reset-password",
  "not-found",
]);

/** Decides between the setup page, the sign-in page and the page that the address names. */
export function Shell(): View {
  const app = useApp();
  const route = app.router.route.value;
  return html`<${Page} route=${route} />
    ${!app.connection.online.value && html`<div class="offline" role="alert"><span class="dot bad"></span>Vitrine does not answer. What you type is kept; this page connects again by itself.</div>`}
    ${app.paletteOpen.value && html`<${Palette} />`}
    <${ToastStack} toasts=${app.toasts} />`;
}

function Page({ route }: { route: Route }): View {
  const app = useApp();
  const user = app.session.user.value;
  const [failure, setFailure] = useState<unknown>(null);
  const [claimed, setClaimed] = useState(true);
  const open = openPages.has(route.page);

  useEffect(() => {
    if (user !== undefined || open) return;
    let gone = false;
    const begin = async () => {
      try {
        setFailure(null);
        const token = await app.session.renew(null);
        if (token === null && !gone) setClaimed((await app.api.setupState()).claimed);
      } catch (error) {
        if (gone) return;
        setFailure(error);
        app.connection.reached(false);
      }
    };
    void begin();
    const stop = app.connection.onBack(() => void begin());
    return () => {
      gone = true;
      stop();
    };
  }, [app, user, open]);

  useEffect(() => {
    // A sign-in may have gone on to where the person wanted since this was drawn.
    const still = app.router.route.peek().page === route.page;
    const nowhere = route.page === "home" || route.page === "sign-in";
    if (user && still && nowhere) app.router.go("/projects", { replace: true });
  }, [app, user, route.page]);

  switch (route.page) {
    case "setup":
      return html`<${Setup} />`;
    case "invitation":
      return html`<${Invitation} />`;
    case "register":
      return html`<${Register} />`;
    case "forgot-password":
      return html`<${ForgotPassword} />`;
    case "reset-password":
      return html`<${ResetPassword} />`;
    case "not-found":
      return html`<${NotFound} />`;
  }
  if (user === undefined) return failure ? html`<${Unreachable} />` : html`<${Waiting} />`;
  if (user === null) return claimed ? html`<${SignIn} />` : html`<${Unclaimed} onClaimed=${() => setClaimed(true)} />`;
  switch (route.page) {
    case "home":
    case "sign-in":
      return html`<${Waiting} />`;
    case "projects":
      return html`<${Projects} />`;
    case "project":
      return html`<${ProjectHome} key=${route.projectId} projectId=${route.projectId} />`;
    case "new-chat":
      return html`<${NewChat} key=${route.projectId} projectId=${route.projectId} />`;
    case "chat":
      return html`<${Studio} key=${route.chatId} chatId=${route.chatId} />`;
    case "preview":
      return html`<${FullPreview} key=${route.versionId} versionId=${route.versionId} />`;
    case "account":
      return html`<${Account} section=${route.section} />`;
    case "about":
      return html`<${About} />`;
    case "admin":
      return user.role === "admin"
        ? html`<${Admin} view=${route.view} subject=${route.subject} />`
        : html`<${NotFound} />`;
    default:
      return route satisfies never;
  }
}
