import { describe, expect, test } from "bun:test";
import { converse } from "../conversation.ts";
import { compose } from "../page.ts";
import { kinds } from "./index.ts";

interface Scenario {
  turns: string[];
  kind: string;
  has: (string | RegExp)[];
  lacks?: (string | RegExp)[];
}

const transpiler = new Bun.Transpiler({ loader: "tsx" });

function codeOf(turns: readonly string[]): { kinds: string[]; text: string } {
  const conversation = converse(kinds, turns);
  if (!conversation) throw new Error("no conversation");
  return {
    kinds: conversation.parts.map((part) => part.kind),
    text: compose(conversation)
      .map((file) => file.text)
      .join("\n"),
  };
}

const scenarios: Scenario[] = [
  // Boards and calendars
  {
    turns: ["kanban board with columns Backlog, Doing, Done and five cards"],
    kind: "kanban",
    has: ['const columns = ["Backlog", "Doing", "Done"]', "id: 5,", "draggable", "ArrowRight"],
    lacks: ["id: 6,", "Five cards"],
  },
  {
    turns: ["kanban board", "add a column Review", "remove the avatars", "rename Backlog to Ideas"],
    kind: "kanban",
    has: ['"Review"', '"Ideas"'],
    lacks: ['"Backlog"', "assignee", "initials("],
  },
  { turns: ["a kanban for Orbit, no search"], kind: "kanban", has: ["Orbit"], lacks: ["query", "SearchIcon"] },
  {
    turns: ["task board with lists To do and Done", "add a card Write docs"],
    kind: "kanban",
    has: ['["To do", "Done"]', 'title: "Write docs"'],
  },
  {
    turns: ["event calendar with categories Sport and School, starting on Sunday"],
    kind: "calendar",
    has: ['const categories = ["Sport", "School"]', '["Sun", "Mon"', "new Date()"],
    lacks: ["Starting", "% 7));", /20[2-9]\d-\d\d-\d\d"/],
  },
  {
    turns: ["calendar", "add an event Team lunch", "remove the sidebar"],
    kind: "calendar",
    has: ["Team lunch", "<Dialog"],
    lacks: ["<aside"],
  },
  {
    turns: ["kanban", "remove the column Done", "rename the column Backlog to Ideas"],
    kind: "kanban",
    has: ['const columns = ["Ideas", "In progress", "In review"]'],
  },
  {
    turns: ["kanban with drag and drop, search and labels, To Do, Doing and Done columns"],
    kind: "kanban",
    has: ["SearchIcon", "tagColors"],
  },
  // Conversations
  {
    turns: ["chat app with a conversation list"],
    kind: "chat",
    has: ["Search conversations", "setTimeout", "clearTimeout", "scrollTo", 'role="log"'],
    lacks: ["SparklesIcon"],
  },
  {
    turns: ["AI chatbot for Nova", "remove the suggestions"],
    kind: "chat",
    has: ["Nova assistant", "SparklesIcon"],
    lacks: ["const prompts", "<aside"],
  },
  { turns: ["chat with contacts Ada and Bo"], kind: "chat", has: ['name: "Ada"', 'name: "Bo"'], lacks: ["Maya"] },
  {
    turns: ["e-mail list with a reading pane"],
    kind: "mail",
    has: ["Search mail", "Archive", "starred", "Compose", "read: true"],
  },
  {
    turns: ["mail client with folders Inbox, Clients and Receipts and 12 emails, without compose"],
    kind: "mail",
    has: ['name: "Receipts"', "id: 12,"],
    lacks: ["id: 13,", "composing", "<Dialog"],
  },
  {
    turns: ["notifications list with tabs All, Unread, Mentions", "10 notifications"],
    kind: "notifications",
    has: ['const tabs = ["All", "Unread", "Mentions"]', "id: 10,", "Mark all read"],
    lacks: ["<Popover", "id: 11,"],
  },
  { turns: ["notification bell popover"], kind: "notifications", has: ["<PopoverContent", "BellIcon"] },
  // Files and nothing at all
  {
    turns: ["image uploader, max 5MB, up to 3 images"],
    kind: "file-upload",
    has: ["const maxBytes = 5 * 1024 * 1024", "const maxFiles = 3", '"png"', "clearInterval", "onDrop"],
    lacks: ['"pdf"'],
  },
  {
    turns: ["upload form for a single PDF without previews", "max 20 MB"],
    kind: "file-upload",
    has: ["const maxFiles = 1", '["pdf"]', "20 * 1024"],
    lacks: [" multiple", "createObjectURL"],
  },
  {
    turns: ["drag and drop file upload for csv files up to 100 MB"],
    kind: "file-upload",
    has: ['"csv"', "100 * 1024"],
  },
  {
    turns: ["empty state for invoices"],
    kind: "empty-state",
    has: ["No invoices yet", "New invoice", "ReceiptIcon"],
    lacks: ["offline"],
  },
  {
    turns: ["empty state", "add an offline variant", "remove the second button"],
    kind: "empty-state",
    has: ["You are offline", "No projects yet"],
    lacks: ["state.second"],
  },
  // People and time
  {
    turns: ["meet the team with members Ada Park, Bo Lind and Cy Ito", "remove the invite button"],
    kind: "team",
    has: ["Ada Park", "Cy Ito"],
    lacks: ["Maya Lindholm", "<Dialog", "setMembers"],
  },
  {
    turns: ["team section with departments Design, Engineering and Sales"],
    kind: "team",
    has: ['const groups = ["Design", "Engineering", "Sales"]', "Invite a member"],
  },
  {
    turns: ["roadmap with 4 items", "add an entry Series A"],
    kind: "timeline",
    has: ["Series A", "In progress", "aria-expanded"],
    lacks: ["Single sign-on"],
  },
  {
    turns: ["company timeline", "make it a changelog", "remove the filter"],
    kind: "timeline",
    has: ["Version 3.2"],
    lacks: ["The first sketch", "const groups"],
  },
  {
    turns: [
      "profile page for Lena Fischer with tabs Posts, Activity, About and stats Followers, Likes",
      "remove the cover",
    ],
    kind: "profile",
    has: ['name: "Lena Fischer"', 'label: "Likes"', 'value={"About"}', "Edit profile"],
    lacks: ["<svg", 'label: "Projects"', "Stats"],
  },
  // Guided and saved
  {
    turns: ["Cmd+K command menu with groups Pages, People and Help", "add a command Deploy", "remove the icons"],
    kind: "command-palette",
    has: [
      'name: "Pages"',
      "lastKey",
      '"Deploy"',
      "metaKey",
      "ctrlKey",
      "removeEventListener",
      "globalThis.KeyboardEvent",
    ],
    lacks: ["LucideIcon", 'name: "Navigation"'],
  },
  {
    turns: ["wizard with 4 steps: Account, Team, Plan, Review", "use a progress bar"],
    kind: "wizard",
    has: ['title: "Account"', 'title: "Plan"', 'title: "Review"', "<Progress", "is required", "\\s@"],
    lacks: ["reached", "\\\\s"],
  },
  {
    turns: ["onboarding wizard with steps Contact, Booking and Confirm", "add a step Payment"],
    kind: "wizard",
    has: [/"Booking"[\s\S]*"Payment"[\s\S]*"Confirm"/],
    lacks: ["order summary"],
  },
  {
    turns: ["multi-step onboarding form: company info, invite team members, choose plan"],
    kind: "wizard",
    has: ['title: "Company info"', 'title: "Choose plan"'],
  },
  {
    turns: ["checkout with products Coffee and Tea at $10"],
    kind: "checkout",
    has: ['name: "Coffee", cents: 1000', 'name: "Tea", cents: 1000', "shippingMethods", "WELCOME10"],
    lacks: ["Canvas backpack"],
  },
  {
    turns: [
      "checkout page with Canvas tote at €24 and Enamel pin at €6.50, without shipping",
      "remove the discount code",
    ],
    kind: "checkout",
    has: ['name: "Canvas tote", cents: 2400', 'name: "Enamel pin", cents: 650', '"€"'],
    lacks: ["shippingMethods", "coupon"],
  },
  { turns: ["checkout", "two products", "in euros"], kind: "checkout", has: ['"€"', "id: 2,"], lacks: ["id: 3,"] },
  {
    turns: ["settings page with sections Profile, Billing, Notifications"],
    kind: "settings",
    has: ['name: "Billing"', 'name: "Notifications"', "Unsaved changes", "Delete the account?", '"vertical"'],
    lacks: ['name: "Security"'],
  },
  {
    turns: ["settings page with profile, notifications, security tabs and a dark mode toggle"],
    kind: "settings",
    has: ['name: "Security"'],
    lacks: ["Security tabs", "Dark mode toggle"],
  },
  {
    turns: ["notification settings with toggles Push, Email and SMS", "use tabs", "remove the danger zone"],
    kind: "settings",
    has: ['useState("Notifications")', 'label: "SMS"'],
    lacks: ["AlertDialog", '"vertical"'],
  },
];

describe("applications", () => {
  for (const { turns, kind, has, lacks = [] } of scenarios) {
    test(turns.join(" → "), () => {
      const { kinds: built, text } = codeOf(turns);
      expect(built).toEqual([kind]);
      for (const part of has) expect(text).toMatch(part instanceof RegExp ? part : literally(part));
      for (const part of lacks) expect(text).not.toMatch(part instanceof RegExp ? part : literally(part));
      expect(() => transpiler.transformSync(text)).not.toThrow();
      expect(codeOf(turns).text).toBe(text);
    });
  }

  test("what a person typed stays text", () => {
    const odd = `"</p>{alert(1)}\`\${x}\`"`;
    for (const request of [
      `kanban board with columns ${odd}, Done`,
      `wizard with steps ${odd} and Review`,
      `settings with sections ${odd}, Billing`,
      `checkout with products ${odd} and Tea at $3`,
      `profile with tabs ${odd}, Posts`,
      `team section with members ${odd} and Bo`,
    ]) {
      const { text } = codeOf([request]);
      expect(() => transpiler.transformSync(text)).not.toThrow();
      const withoutStrings = text.replace(/"(?:[^"\\\n]|\\.)*"/g, '""');
      expect(withoutStrings).not.toContain("alert(1)");
    }
  });

  test("dark dialogs bring their own ink", () => {
    for (const request of ["calendar, dark", "mail inbox, dark", "settings page, dark", "team section, dark"]) {
      const { text } = codeOf([request]);
      expect(text).toMatch(/<(?:Alert)?DialogContent className="dark text-foreground/);
    }
  });
});

const literally = (part: string): RegExp => new RegExp(part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
