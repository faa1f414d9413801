import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { type Conversation, converse, step } from "./conversation.ts";
import { kinds } from "./kinds/index.ts";
import { compose } from "./page.ts";
import { samples } from "./samples.ts";

// The work is small, but a busy machine may be many times slower.
setDefaultTimeout(60_000);

const kindsOf = (...turns: string[]): string[] => converse(kinds, turns)?.parts.map((part) => part.kind) ?? [];
const codeOf = (...turns: string[]): string => {
  const conversation = converse(kinds, turns);
  return conversation
    ? compose(conversation)
        .map((file) => file.text)
        .join("\n")
    : "";
};

describe("the kind of a request", () => {
  const cases: [request: string, kind: string][] = [
    ["a login form", "sign-in"],
    ["Please build me a sign-in page with Google", "sign-in"],
    ["Anmeldeformular", "sign-in"],
    ["formulaire de connexion", "sign-in"],
    ["a registration form with name and email", "sign-up"],
    ["create account screen", "sign-up"],
    ["pricing with 3 tiers", "pricing"],
    ["pricng page", "pricing"],
    ["Preistabelle mit drei Tarifen", "pricing"],
    ["a pricing table for a chat app", "pricing"],
    ["hero section for a design studio", "hero"],
    ["feature grid", "features"],
    ["an analytics dashboard with charts and a table", "dashboard"],
    ["admin dashboard with sidebar, stats cards and recent orders", "dashboard"],
    ["tableau de bord", "dashboard"],
    ["a data table of users with search and pagination", "data-table"],
    ["sortable table with name, status and amount", "data-table"],
    ["navbar with Home, Pricing, Team and FAQ links", "navbar"],
    ["sidebar layout with Inbox and Calendar", "sidebar"],
    ["footer with 4 columns", "footer"],
    ["testimonials carousel", "testimonials"],
    ["an FAQ with 6 questions", "faq"],
    ["contact form with name, e-mail and message", "contact"],
    ["Kontaktformular", "contact"],
    ["four stats cards", "stats"],
    ["something for my cat", "generic"],
    ["a todo list", "generic"],
    ["product card with image, price and add to cart button", "generic"],
    ["header with logo, 5 links and a sign up button", "navbar"],
    ["settings page with profile, notifications and billing tabs", "settings"],
    ["onboarding wizard with 4 steps: Account, Company, Plan, Done", "wizard"],
    ["kanban board for our team", "kanban"],
    ["a chat app with a typing indicator", "chat"],
    ["", "generic"],
    ["🎉🎉", "generic"],
  ];
  test.each(cases)("%s", (request, kind) => {
    expect(kindsOf(request)).toEqual([kind]);
  });
});

describe("the spec of a conversation", () => {
  const cases: [turns: string[], described: RegExp][] = [
    [
      ["three plans (Free, Team at $12, Enterprise at $49), a pricing page"],
      /three plans \(Free, Team and Enterprise\)/,
    ],
    [["pricing", "change the middle plan to Growth"], /Starter, Growth and Business/],
    [["pricing", "add a Team plan for $79"], /Business and Team\)/],
    [["pricing", "remove the Business plan", "rename Starter to Basic"], /two plans \(Basic and Pro\)/],
    [["pricing", "another tier"], /four plans/],
    [["ein Preisbereich mit 4 Tarifen"], /four plans/],
    [
      ["stats cards for revenue, users and churn", "add one for Orders", "remove churn"],
      /three cards \(Revenue, Users and Orders\)/,
    ],
    [["users table with name, email and role, 10 rows per page"], /\(Name, Email and Role\) over 24 rows.*pages of 10/],
    [["a list of employees in a table: Name, Department, Salary"], /\(Name, Department and Salary\)/],
    [["table of orders", "add two columns: Country and Phone"], /Total, Country and Phone/],
    [
      ["table of orders", "remove the Total column", "rename Customer to Client", "6 rows"],
      /\(Order, Client, Date and Status\) over six rows/,
    ],
    [
      ["a coffee shop dashboard showing revenue, orders and churn with a line chart"],
      /three metrics \(Revenue, Orders and Churn\) and one chart \(line\)/,
    ],
    [["dashboard", "three charts"], /three charts/],
    [["dashboard", "remove the table", "add an activity feed"], /two charts \(area and bar\) and an activity list/],
    [["login form", "add a GitHub button", "without remember me"], /forgotten password and GitHub buttons$/],
    [["sign up form", "add a company field", "no terms"], /name, email, password, company and a strength meter/],
    [["contact form", "remove subject", "rename Message to Your project"], /fields name, email and your project/],
    [["navbar", "add a link Careers", "remove Blog", "rename Docs to Guides"], /Features, Pricing, Guides and Careers/],
    [["features: Fast sync, Audit log and Teams"], /three features in three columns/],
    [["FAQ", "two more questions"], /seven questions/],
    [["testimonials", "two more quotes", "as a carousel"], /five sample quotes one at a time/],
    [["footer", "add a column Partners"], /Resources and Partners/],
    [["sidebar with Inbox, Projects and Team", "add an item Invoices"], /Inbox, Projects, Team and Invoices/],
  ];
  test.each(cases)("%j", (turns, described) => {
    expect(converse(kinds, turns)?.parts[0]?.describe()).toMatch(described);
  });
  test("dictated prices stand beside their plans", () => {
    expect(codeOf("pricing with three plans: Free, Team at $12 and Enterprise at $49")).toMatch(
      /"Free"[^}]*monthly: 0,[\s\S]*"Team"[^}]*monthly: 12,[\s\S]*"Enterprise"[^}]*monthly: 49,/,
    );
    expect(codeOf("pricing", "use euros")).toContain("€");
  });
});

describe("pages of several kinds", () => {
  test("every named section stands on the page, bars at the ends", () => {
    expect(kindsOf("a landing page with footer, pricing with 3 tiers, hero, FAQ and navbar")).toEqual([
      "navbar",
      "pricing",
      "hero",
      "faq",
      "footer",
    ]);
    expect(kindsOf("a navbar and a hero")).toEqual(["navbar", "hero"]);
  });
  test("a landing page without details gets the usual sections", () => {
    expect(kindsOf("landing page for Orbit")).toEqual([
      "navbar",
      "hero",
      "features",
      "testimonials",
      "pricing",
      "faq",
      "footer",
    ]);
    expect(kindsOf("landing page without testimonials")).not.toContain("testimonials");
  });
  test("counts and names belong to the section beside which they stand", () => {
    const page = converse(kinds, [
      "landing page with navbar, hero, pricing with 4 tiers, 6 testimonials and FAQ with 8 questions",
    ]);
    expect(page?.parts.map((part) => part.describe()).join()).toMatch(/four plans.*six sample quotes.*eight questions/);
  });
  test("the page file imports each section once", () => {
    const files = compose(converse(kinds, ["a navbar, a hero and a footer"]) ?? never());
    expect(files.map((file) => file.path)).toEqual([
      "components/navbar.tsx",
      "components/hero.tsx",
      "components/footer.tsx",
      "app/page.tsx",
    ]);
    expect(files.at(-1)?.text).toContain('import Hero from "@/components/hero";');
  });
});

describe("follow-ups", () => {
  test("a section is added and taken away", () => {
    expect(kindsOf("pricing", "add a FAQ")).toEqual(["pricing", "faq"]);
    expect(kindsOf("landing page", "remove the footer")).not.toContain("footer");
    expect(kindsOf("a hero and a footer", "add a contact form", "remove the hero")).toEqual(["contact", "footer"]);
  });
  test("another kind starts anew", () => {
    expect(kindsOf("pricing", "now build a login form")).toEqual(["sign-in"]);
    expect(kindsOf("pricing", "a login form")).toEqual(["sign-in"]);
    expect(kindsOf("pricing", "a data table instead")).toEqual(["data-table"]);
    expect(kindsOf("pricing", "start over")).toEqual(["generic"]);
    expect(kindsOf("landing page", "404 page")).toEqual(["empty-state"]);
  });
  test("a change does not start anew", () => {
    for (const turn of [
      "four tiers",
      "make it dark",
      "add a plan called Team",
      "rename Pro to Team",
      "no yearly toggle",
      "make the pricing cards bigger",
      "hello?",
    ]) {
      expect(kindsOf("pricing", turn)).toEqual(["pricing"]);
    }
    expect(kindsOf("a dashboard", "add a sidebar", "swap the chart for a bar chart", "add a table")).toEqual([
      "dashboard",
    ]);
  });
  test("what was asked for is in the code", () => {
    expect(codeOf("login form", "make the button green")).toContain("bg-green-700");
    expect(codeOf("login form", "title 'Acme'")).toContain("<h1>Acme</h1>");
    expect(codeOf("login form", "dark")).toContain('className="dark ');
    expect(codeOf("pricing", "four tiers")).toContain("Enterprise");
    expect(codeOf("pricing", "rename Pro to Studio")).not.toMatch(/\bPro\b/);
    expect(codeOf("contact form", "add a phone field")).toContain('type="tel"');
    expect(codeOf("table of orders", "add a column Warehouse")).toContain("Warehouse");
    expect(codeOf("a dashboard", "swap the bar chart for a line chart")).toContain("<LineChart");
    expect(codeOf("a dashboard", "swap the bar chart for a line chart")).not.toContain("<BarChart");
    expect(codeOf("login form", "round corners")).toContain("[--radius:1.25rem]");
    expect(codeOf("login form", 'change "Keep me signed in" to "Stay"')).toContain("Stay");
    expect(codeOf("a hero for Acme", "rename Acme to Orbit")).not.toContain("Acme");
  });
});

describe("laws of the fold", () => {
  const same = (a: Conversation, b: Conversation): boolean => JSON.stringify(compose(a)) === JSON.stringify(compose(b));
  const states = samples.filter((_, index) => index % 2 === 0).map((turns) => converse(kinds, turns) ?? never());

  test("equal turns give equal bytes", () => {
    for (const turns of samples)
      expect(same(converse(kinds, turns) ?? never(), converse(kinds, turns) ?? never())).toBe(true);
  });
  test("a turn that says nothing changes nothing", () => {
    for (const state of states)
      for (const empty of ["", "   ", "thanks!", "ok, nice"]) expect(same(step(kinds, state, empty), state)).toBe(true);
  });
  test("saying a colour or a theme twice is the same as once", () => {
    for (const state of states) {
      for (const turn of ["dark", "use blue", "make it compact", "make the button green"]) {
        const once = step(kinds, state, turn);
        expect(same(step(kinds, once, turn), once)).toBe(true);
      }
    }
  });
  test("dark and light cancel out", () => {
    for (const state of states)
      expect(same(step(kinds, step(kinds, state, "dark"), "light theme"), step(kinds, state, "light theme"))).toBe(
        true,
      );
  });
  test("a step leaves the state before it untouched", () => {
    for (const state of states) {
      const before = JSON.stringify(compose(state));
      step(kinds, state, "four tiers, dark, add a phone field, rename Name to Title");
      expect(JSON.stringify(compose(state))).toBe(before);
    }
  });
});

function never(): never {
  throw new Error("no conversation");
}
