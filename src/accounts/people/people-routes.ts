import { Elysia, t } from "elysia";
import type { App } from "../../platform/app.ts";
import { isoTime } from "../../platform/clock.ts";
import { pageOf, pageQuery } from "../../platform/page.ts";
import { audit } from "../audit/audit.ts";
import { disableOneTimeCodes } from "../codes/one-time-codes.ts";
import { guard } from "../guard.ts";
import { notify } from "../mail/index.ts";
import { originOf } from "../origin.ts";
import { removeAllPasskeys } from "../passkeys/passkeys.ts";
import { createPasswordLink } from "../passwords/password-links.ts";
import type { User } from "../schema.ts";
import { requireAdminWayIn } from "../sign-in/ways-in.ts";
import { requireTier, setTier } from "../tiers/tiers.ts";
import { pageLink } from "./links.ts";
import { deletePerson, exportPerson, listPeople, personView, setDisabled, setRole } from "./people.ts";
import { createUser, requireUser } from "./users.ts";

export const roleBody = t.Union([t.Literal("admin"), t.Literal("member"), t.Literal("viewer")]);
const state = t.Union([t.Literal("active"), t.Literal("disabled"), t.Literal("requested")]);
const sort = t.Union([t.Literal("created"), t.Literal("name"), t.Literal("email"), t.Literal("seen")]);
const personBody = t.Object({
  id: t.String({ format: "uuid" }),
  email: t.String(),
  name: t.String(),
  role: roleBody,
  tierId: t.Nullable(t.String({ description: "Null is the default tier." })),
  state,
  createdAt: t.String({ format: "date-time" }),
  hasPassword: t.Boolean(),
  oneTimeCodes: t.Boolean(),
  passkeys: t.Integer({ description: "How many they have." }),
  providers: t.Array(t.String(), { description: "Whose accounts sign them in." }),
  lastSeenAt: t.Nullable(t.String({ format: "date-time" })),
  lockedUntil: t.Nullable(t.String({ format: "date-time", description: "Until when wrong guesses keep them out." })),
  keys: t.Integer({ description: "API keys that are good now." }),
});
const tierId = t.Optional(t.Nullable(t.String({ maxLength: 64, description: "Null is the default tier." })));
const tags = ["people"];
const on = ({ id, email }: Pick<User, "id" | "email">) => ({ type: "user", id, name: email });

/** People, for administrators. */
export const peopleRoutes = (app: App) =>
  new Elysia()
    .use(guard(app))
    .get("/api/admin/users", ({ query }) => listPeople(app, query), {
      permission: "admin",
      query: t.Composite([
        t.Object({
          search: t.Optional(t.String({ maxLength: 120, description: "Part of the name or the e-mail address." })),
          role: t.Optional(roleBody),
          tierId: t.Optional(t.String({ maxLength: 64, description: "In this tier." })),
          state: t.Optional(t.Union([...state.anyOf, t.Literal("locked")])),
          sort: t.Optional(sort),
          order: t.Optional(t.Union([t.Literal("ascending"), t.Literal("descending")])),
        }),
        pageQuery,
      ]),
      response: pageOf(personBody),
      detail: { summary: "Everybody, oldest account first unless told", tags },
    })
    .post(
      "/api/admin/users",
      async ({ user, body, request, server, set }) => {
        if (body.tierId) requireTier(app, body.tierId);
        const made = await createUser(app, body);
        const from = originOf({ request, server });
        audit(app, { action: "user.created", by: user, on: on(made), from, detail: { role: made.role } });
        set.status = 201;
        return personView(app, requireUser(app, made.id));
      },
      {
        permission: "admin",
        body: t.Object({
          email: t.String({ minLength: 1, maxLength: 254 }),
          name: t.String({ maxLength: 200 }),
          password: t.String({ minLength: 1, maxLength: 1024 }),
          role: roleBody,
          tierId,
        }),
        response: { 201: personBody },
        detail: { summary: "Add a person with a password", tags },
      },
    )
    .get("/api/admin/users/:id", ({ params }) => personView(app, requireUser(app, params.id)), {
      permission: "admin",
      response: personBody,
      detail: { summary: "One person", tags },
    })
    .patch(
      "/api/admin/users/:id",
      ({ user, params, body, request, server }) => {
        const before = requireUser(app, params.id);
        if (body.tierId) requireTier(app, body.tierId);
        const from = originOf({ request, server });
        if (body.role !== undefined && body.role !== before.role) {
          setRole(app, before.email, body.role);
          const detail = { before: before.role, after: body.role };
          audit(app, { action: "user.role-changed", by: user, on: on(before), from, detail });
        }
        if (body.tierId !== undefined && body.tierId !== before.tierId) {
          setTier(app, before.id, body.tierId);
          const detail = { before: before.tierId ?? "default", after: body.tierId ?? "default" };
          audit(app, { action: "user.tier-changed", by: user, on: on(before), from, detail });
        }
        if (body.disabled !== undefined && body.disabled !== (before.disabledAt !== null)) {
          setDisabled(app, before.id, body.disabled);
          const verb = body.disabled ? "disabled" : before.requestedAt === null ? "enabled" : "approved";
          audit(app, { action: `user.${verb}`, by: user, on: on(before), from });
          if (verb === "approved") notify(app, before.id, { kind: "request-approved" });
        }
        return personView(app, requireUser(app, before.id));
      },
      {
        permission: "admin",
        body: t.Object({
          role: t.Optional(roleBody),
          tierId,
          disabled: t.Optional(t.Boolean({ description: "False also lets somebody in who asked to join." })),
        }),
        response: personBody,
        detail: { summary: "Change a role or tier, close or open an account", tags },
      },
    )
    .post(
      "/api/admin/users/:id/password-link",
      ({ user, params, request, server, set }) => {
        const person = requireUser(app, params.id);
        const { token, expiresAt } = createPasswordLink(app, person.id);
        audit(app, { action: "password.link-made", by: user, on: on(person), from: originOf({ request, server }) });
        set.status = 201;
        set.headers["cache-control"] = "no-store";
        return { url: pageLink(app, request, "reset-password", token), expiresAt: isoTime(expiresAt) };
      },
      {
        permission: "admin",
        response: { 201: t.Object({ url: t.String(), expiresAt: t.String({ format: "date-time" }) }) },
        detail: { summary: "Make a one-time link for a new password, shown this once", tags },
      },
    )
    .delete(
      "/api/admin/users/:id/totp",
      ({ user, params, request, server, set }) => {
        const person = requireUser(app, params.id);
        const was = disableOneTimeCodes(app, person.id);
        if (was) notify(app, person.id, { kind: "codes-disabled", byAdministrator: true });
        audit(app, { action: "totp.disabled", by: user, on: on(person), from: originOf({ request, server }) });
        set.status = 204;
      },
      {
        permission: "admin",
        response: { 204: t.Void() },
        detail: { summary: "Turn a person's one-time codes off", tags },
      },
    )
    .delete(
      "/api/admin/users/:id/passkeys",
      ({ user, params, request, server }) => {
        const person = requireUser(app, params.id);
        const removed = removeAllPasskeys(app, person.id, () => requireAdminWayIn(app, {}));
        const from = originOf({ request, server });
        audit(app, { action: "passkey.all-removed", by: user, on: on(person), from, detail: { removed } });
        if (removed > 0) notify(app, person.id, { kind: "passkeys-removed" });
        return { removed };
      },
      {
        permission: "admin",
        response: t.Object({ removed: t.Integer({ description: "How many there were." }) }),
        detail: { summary: "Remove all passkeys of a person", tags },
      },
    )
    .get(
      "/api/admin/users/:id/export",
      ({ user, params, request, server, set }) => {
        const exported = exportPerson(app, params.id);
        const from = originOf({ request, server });
        audit(app, { action: "user.exported", by: user, on: on(exported.person), from });
        set.headers["content-disposition"] = `attachment; filename="vitrine-person-${exported.person.id}.json"`;
        set.headers["cache-control"] = "no-store";
        return exported;
      },
      {
        permission: "admin",
        detail: {
          summary: "What accounts know about a person",
          tags,
          responses: { 200: { description: "A JSON document", content: { "application/json": {} } } },
        },
      },
    )
    .delete(
      "/api/admin/users/:id",
      ({ user, params, request, server, set }) => {
        const person = requireUser(app, params.id);
        deletePerson(app, person.id);
        audit(app, { action: "user.deleted", by: user, on: on(person), from: originOf({ request, server }) });
        set.status = 204;
      },
      {
        permission: "admin",
        response: { 204: t.Void() },
        detail: { summary: "Delete a person; what they made in projects stays", tags },
      },
    );
