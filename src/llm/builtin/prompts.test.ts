import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { converse } from "./conversation.ts";
import { kinds } from "./kinds/index.ts";
import { compose } from "./page.ts";

setDefaultTimeout(60_000);

/** What people type: "with a X, three Ys and a Z". Each row names what must be in the spec of its first part. */
const prompts: [prompt: string, kind: string, spec: object][] = [
  [
    "A revenue dashboard with a sidebar, three KPIs and a weekly chart. Calm, no gradients.",
    "dashboard",
    {
      metrics: ["Revenue", "Orders", "Conversion rate"],
      charts: ["area"],
      period: "week",
      sidebar: true,
      table: false,
    },
  ],
  [
    'A sign-in form titled "Welcome back" with e-mail, password, remember me and a forgotten password link.',
    "sign-in",
    { remember: true, forgot: true, social: [], split: false },
  ],
  [
    "A pricing section with three tiers, a monthly and yearly switch, and the middle tier highlighted.",
    "pricing",
    {
      plans: ["Starter", "Pro", "Business"].map((name) => expect.objectContaining({ name })),
      yearly: true,
      popular: "Pro",
    },
  ],
  [
    "A sales dashboard with four KPI cards, a line chart and a table of recent orders",
    "dashboard",
    { metrics: ["Revenue", "Orders", "Conversion rate", "New customers"], charts: ["line"], table: true },
  ],
  [
    "Analytics dashboard with a navbar, two charts, five stats and a search bar",
    "dashboard",
    { metrics: ["Revenue", "Active users", "Orders", "Conversion rate", "Page views"], charts: ["area", "bar"] },
  ],
  [
    "An admin dashboard with a sidebar, three stat cards, a bar chart and an activity feed",
    "dashboard",
    { metrics: ["Revenue", "Active users", "Orders"], charts: ["bar"], activity: true, sidebar: true, table: false },
  ],
  [
    "A marketing dashboard with KPIs for visitors, signups and conversion, and a daily chart",
    "dashboard",
    { metrics: ["Visitors", "Signups", "Conversion"], charts: ["area"], period: "day" },
  ],
  [
    "A finance dashboard with balance, income and expenses cards and a monthly chart",
    "dashboard",
    { metrics: ["Balance", "Income", "Expenses"], charts: ["area"], period: "month" },
  ],
  [
    "A weather dashboard with a chart and four cards",
    "dashboard",
    { metrics: ["Temperature", "Humidity", "Wind", "Rainfall"], charts: ["area"] },
  ],
  [
    "A crypto dashboard with a sidebar, a navbar, a price chart and a table with four columns",
    "dashboard",
    { charts: ["area"], sidebar: true, table: true },
  ],
  [
    "Pricing page with 3 plans: Basic $9, Plus $19, Max $49, highlight the last plan",
    "pricing",
    { plans: ["Basic", "Plus", "Max"].map((name) => expect.objectContaining({ name })), popular: "Max" },
  ],
  [
    "A pricing table with a free tier, a pro tier and an enterprise tier",
    "pricing",
    { plans: ["Free", "Pro", "Enterprise"].map((name) => expect.objectContaining({ name })) },
  ],
  [
    "A data table with a search box, pagination and five columns",
    "data-table",
    { columns: ["Name", "Category", "Status", "Amount", "Date"], search: true, pages: true },
  ],
  [
    "A users table with avatar, name, email, role and a status badge, with a search input and filters",
    "data-table",
    { columns: ["Avatar", "Name", "Email", "Role", "Status"] },
  ],
  [
    "A table of invoices with columns Number, Client, Amount and Status, and a button to export",
    "data-table",
    { columns: ["Number", "Client", "Amount", "Status"] },
  ],
  [
    "Table of employees with name, department, salary and an edit button, sortable, 10 rows per page",
    "data-table",
    { columns: ["Name", "Department", "Salary"], perPage: 10 },
  ],
  [
    "A kanban board with three columns To Do, In Progress and Done, and five cards",
    "kanban",
    { columns: ["To Do", "In Progress", "Done"], cards: { length: 5 } },
  ],
  [
    "A kanban board with drag and drop, a search bar and an add button",
    "kanban",
    { columns: ["Backlog", "In progress", "In review", "Done"], search: true },
  ],
  ["Trello style board with 4 lists and add card buttons", "kanban", { columns: { length: 4 }, cards: { length: 8 } }],
  ["A hero for a bakery with an image, a tagline and a button", "hero", { picture: true, subject: "bakery" }],
  ["A hero section with a headline, two buttons and a screenshot", "hero", { secondary: true, picture: true }],
  [
    "A feature grid with a heading, three features and a button",
    "features",
    { features: ["Fast by default", "Private and secure", "Made for teams"] },
  ],
  [
    "Feature section with three features: Speed, Security and Support, each with an icon",
    "features",
    { features: ["Speed", "Security", "Support"], icons: true },
  ],
  [
    "A navbar with a logo, four links, a search bar and a sign in button",
    "navbar",
    { links: ["Features", "Pricing", "Docs", "Blog"], search: true, signIn: true },
  ],
  [
    "Navbar with logo, Products, Solutions, Pricing and a Get started button",
    "navbar",
    { links: ["Products", "Solutions", "Pricing"] },
  ],
  [
    "A footer with a logo, three columns of links and a copyright line",
    "footer",
    { links: [], columns: ["Product", "Company", "Resources"], legal: true },
  ],
  [
    "Footer with Product, Company and Legal columns, social icons and a newsletter form",
    "footer",
    { columns: ["Product", "Company", "Legal"], social: true, newsletter: true },
  ],
  ["Testimonials with three cards, avatars and star ratings", "testimonials", { count: 3, stars: true, avatars: true }],
  ["An FAQ with five questions, a search box and a contact link", "faq", { questions: { length: 5 }, search: true }],
  [
    "A contact form with a map, a phone number and three fields",
    "contact",
    { fields: ["phone", "name", "email"].map((name) => expect.objectContaining({ name })) },
  ],
  [
    "A contact form with name, email, subject, message and a submit button",
    "contact",
    { fields: ["name", "email", "subject", "message"].map((name) => expect.objectContaining({ name })) },
  ],
  ["Stats for a hotel with three cards", "stats", { metrics: ["Occupancy", "Bookings", "Revenue"] }],
  ["KPI row with revenue, orders and visitors", "stats", { metrics: ["Revenue", "Orders", "Visitors"] }],
  [
    "Six stat cards in a grid with an icon, a number and a sparkline",
    "stats",
    { metrics: { length: 6 }, sparkline: true },
  ],
  [
    "A sidebar with a logo, six links, icons and a user menu at the bottom",
    "sidebar",
    { items: ["Home", "Inbox", "Projects", "Calendar", "Reports", "Team"], user: true },
  ],
  [
    "Settings page with Profile, Notifications and Billing tabs and a save button",
    "settings",
    { sections: ["Profile", "Notifications", "Billing"], layout: "tabs" },
  ],
  [
    "A settings page with a profile section, notification switches and a delete account button",
    "settings",
    { sections: { length: 5 }, switches: [], danger: true },
  ],
  [
    "A profile page with a cover image, an avatar, three stats and tabs",
    "profile",
    { tabs: ["Overview", "Projects", "Activity"], stats: ["Projects", "Followers", "Following"] },
  ],
  [
    "A mail client with three folders, a search bar and a reading pane",
    "mail",
    { folders: { length: 3 }, search: true },
  ],
  [
    "A calendar with a month view, a sidebar and an add event button",
    "calendar",
    { events: { length: 8 }, agenda: true },
  ],
  ["A chat app with a sidebar of conversations, a message list and an input", "chat", { list: true, assistant: false }],
  ["A file upload with drag and drop, a progress bar and three files", "file-upload", { types: [], files: 3 }],
  [
    "An onboarding wizard with three steps, a progress bar and a back button",
    "wizard",
    { steps: { length: 3 }, progress: "bar" },
  ],
  [
    "A command palette with a search input, three groups and shortcuts",
    "command-palette",
    { groups: ["Navigation", "Actions", "Settings"], commands: [], shortcuts: true },
  ],
  ["A notifications panel with five items, a filter and a mark all as read button", "notifications", { items: 5 }],
  ["A timeline with four milestones, icons and dates", "timeline", { events: { length: 4 }, icons: true }],
  ["A team section with six members, photos and social links", "team", { members: { length: 6 }, social: true }],
  ["404", "empty-state", { variants: ["missing"] }],
  ["404 page", "empty-state", { variants: ["missing"] }],
  ["Page not found with a button to go home", "empty-state", { variants: ["missing"] }],
  ["A todo list with a filter, five items and a delete button", "generic", { shape: "list", items: { length: 5 } }],
  ["A restaurant menu with three categories and prices", "generic", { shape: "cards" }],
];

describe("natural requests", () => {
  test.each(prompts)("%s", (prompt, kind, spec) => {
    const parts = converse(kinds, [prompt])?.parts ?? [];
    expect(parts.map((part) => part.kind)).toEqual([kind]);
    expect(parts[0]?.spec).toMatchObject(spec);
  });

  test("no part and no bare number becomes the name of something", () => {
    const parts =
      /^(?:one|two|three|four|five|six|sidebar|chart|search(?: bar| box)?|button|navbar|table|toggle|logo)s?$/i;
    for (const [prompt] of prompts) {
      const named = converse(kinds, [prompt])?.parts.flatMap((part) => lists(part.spec)) ?? [];
      expect([prompt, named.filter((name) => parts.test(name))]).toEqual([prompt, []]);
    }
  });

  test("a weekly chart has weeks, three cards stand in one row, the sidebar is beside the page", () => {
    const conversation = converse(kinds, [prompts[0]?.[0] ?? ""]);
    const text = conversation ? compose(conversation).map((file) => file.text) : [];
    expect(text.join("\n")).toContain('label: "W12"');
    expect(text.join("\n")).toContain("Weekly revenue");
    expect(text.join("\n")).toMatch(/<dl className="grid gap-\d sm:grid-cols-3">/);
    expect(text.join("\n")).toContain("md:grid-cols-[13rem_minmax(0,1fr)]");
    expect(text.join("\n")).not.toMatch(/<Table|gradient/);
  });

  test("what is said about a component ends in “and”", () => {
    for (const [prompt, kind] of prompts) {
      const said =
        converse(kinds, [prompt])
          ?.parts[0]?.describe()
          .replace(/\([^)]*\)/g, "") ?? "";
      if (kind === "generic" || !said.includes(", ")) continue;
      expect(said).toMatch(/,? and [^,]*$/);
    }
  });
});

/** All names in the lists of a spec, forms' fields by their labels. */
function lists(spec: unknown): string[] {
  if (typeof spec !== "object" || spec === null) return [];
  return Object.values(spec).flatMap((value: unknown) =>
    Array.isArray(value)
      ? value.flatMap((member: unknown) => {
          if (typeof member === "string") return [member];
          if (typeof member !== "object" || member === null) return [];
          return ["name", "label"].flatMap((key) => {
            const name: unknown = Reflect.get(member, key);
            return typeof name === "string" ? [name] : [];
          });
        })
      : [],
  );
}
