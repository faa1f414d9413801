import { audit } from "../accounts/audit/audit.ts";
import { createKey } from "../accounts/keys/api-keys.ts";
import { writeMailSettings } from "../accounts/mail/mail-settings.ts";
import { addProvider } from "../accounts/oauth/provider-store.ts";
import { storePasskey } from "../accounts/passkeys/passkeys.ts";
import { invite } from "../accounts/people/invitations.ts";
import { createUser, requireUserByEmail } from "../accounts/people/users.ts";
import type { User } from "../accounts/schema.ts";
import { startSession } from "../accounts/sessions/sessions.ts";
import { testPassword } from "../accounts/testing.ts";
import { createTier } from "../accounts/tiers/tiers.ts";
import { newId } from "../platform/ids.ts";
import { addMessage, createChat, createProject, createVersion, requireProject } from "../projects/index.ts";
import { addMember } from "../projects/members.ts";
import type { ServerApp } from "../server/server-app.ts";

/** What somebody could type to be more than text: markup, addresses, templates, formulas, signs that turn a line around. */
export const hostileTexts: readonly string[] = [
  "<script>window.pwned=1</script>",
  `"><img src=x onerror="window.pwned=1">`,
  `'><svg onload=window.pwned=1><iframe srcdoc="<script>parent.pwned=1</script>">`,
  "javascript:window.pwned=1//",
  "[a](javascript:window.pwned=1) ![b](https://evil.example.com/b.png) <https://evil.example.com>",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is meant to look like one
  "{{7*7}}${window.pwned=1}<%= 7*7 %>#{7*7}",
  "\u202egnp.exe\u2066\u200b\u200d\u2028\ufeff",
  "=cmd|'/C calc'!A0",
  "@SUM(1+1)*cmd",
  "</textarea></style></title><base href='https://evil.example.com/'>",
  "W".repeat(110),
  `${"\u0e47".repeat(60)}z${"\u0300".repeat(50)}`,
];

export interface HostileWorld {
  admin: User;
  people: User[];
  projectId: string;
  chatIds: string[];
}

/** Puts every hostile text into every field that people, programs and browsers fill. */
export async function hostileWorld(app: ServerApp): Promise<HostileWorld> {
  const at = app.clock.now();
  const admin = await person(app, "root@example.org", "<script>window.pwned=1</script>", "admin");
  const { id: projectId } = createProject(app, admin, {
    name: hostileTexts[0] ?? "",
    description: hostileTexts.join(" ").repeat(2).slice(0, 1900),
  });
  const { project } = requireProject(app, admin, projectId);
  const people: User[] = [];
  const chatIds: string[] = [];
  for (const [n, text] of hostileTexts.entries()) {
    const who = await person(
      app,
      `hostile-${n}+${"x".repeat(40)}@${"long-name.".repeat(8)}example.org`,
      text,
      "member",
    );
    people.push(who);
    const device = { userAgent: `${text} ${"agent ".repeat(60)}`, address: "2001:db8::bad" };
    for (const one of [who, admin]) startSession(app, one, device);
    for (const one of [who, admin]) createKey(app, one, { name: text.slice(0, 80), scopes: ["read"] });
    createTier(app, { name: `${text}`.slice(0, 60), description: text.repeat(3).slice(0, 400), limits: {} });
    invite(app, admin, { email: `guest-${n}@example.org`, name: text, role: "viewer" });
    storePasskey(app, {
      ...passkey,
      id: newId(),
      userId: n % 2 ? who.id : admin.id,
      name: text.slice(0, 80),
      credentialId: `c${n}`,
      createdAt: at,
    });
    const oidc = {
      label: text.slice(0, 60),
      issuer: "https://login.example.org",
      clientId: text,
      enabled: true,
      allowedDomains: [],
      createAccounts: true,
    };
    addProvider(app, "oidc", oidc);
    audit(app, {
      action: "key.made",
      by: { id: who.id, email: text },
      on: { type: text, id: text, name: text },
      from: { address: text, requestId: text },
      detail: { name: text, [text]: text },
    });
    createProject(app, admin, { name: text, description: text });
    addMember(app, project, who.email, "editor");
    chatIds.push(hostileChat(app, { projectId, author: who, text, n }));
  }
  const mail = {
    host: "127.0.0.1",
    port: 9,
    security: "none" as const,
    username: `"><img onerror=pwned=1>`,
    password: "x",
  };
  writeMailSettings(
    app,
    { ...mail, from: '"onload=pwned=1 {{7*7}}" <a@example.org>', replyTo: "" },
    "http://localhost",
  );
  return { admin, people, projectId, chatIds };
}

function hostileChat(
  app: ServerApp,
  { projectId, author, text, n }: { projectId: string; author: User; text: string; n: number },
) {
  const chat = createChat(app, projectId, text);
  const plain = text
    .replaceAll(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\\:*?"<>|/]/gu, "_")
    .replace(/[. ]+$/u, "_");
  const version = createVersion(app, {
    chatId: chat.id,
    status: "complete",
    files: [
      {
        path: `app/${plain}/${n}.tsx`,
        text: `import a from "x; rm -rf ~";\nimport b from "$(id)";\nexport default () => <p>{${JSON.stringify(text)}}</p>`,
      },
      { path: "app/page.html", text: text.repeat(20) },
    ],
  });
  const name = `${text.slice(0, 40)}.html`;
  const attachments = [{ name, mediaType: "text/html", data: Buffer.from("<script>parent.pwned=1</script>") }];
  addMessage(app, {
    chatId: chat.id,
    role: "user",
    authorId: author.id,
    text: `${text}\n\n${text.repeat(80).slice(0, 10_000)}`,
    attachments,
  });
  const answer = `# ${text}\n\n${text}\n\n- ${text}\n\n\`\`\`html\n${text}\n\`\`\`\n\n| a |\n|---|\n| ${text} |\n\n${text.repeat(80).slice(0, 10_000)}`;
  addMessage(app, {
    chatId: chat.id,
    role: "assistant",
    text: answer,
    reasoning: answer,
    versionId: version.id,
    model: text,
  });
  return chat.id;
}

async function person(app: ServerApp, email: string, name: string, role: User["role"]): Promise<User> {
  await createUser(app, { email, name, password: testPassword, role });
  return requireUserByEmail(app, email);
}

const passkey = {
  publicKey: "AA",
  rpId: "localhost",
  counter: 0,
  syncable: true,
  synced: true,
  transports: "[]",
  lastUsedAt: null,
};
