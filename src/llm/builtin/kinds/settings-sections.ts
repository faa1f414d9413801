/** One control of a settings page, as plain data. */
export interface Control {
  kind: "text" | "email" | "password" | "textarea" | "select" | "switch";
  label: string;
  hint?: string;
  options?: string[];
  /** "on" and "off" for a switch. */
  value: string;
}

export interface SectionTemplate {
  icon: string;
  hint: string;
  controls: Control[];
}

const toggle = (label: string, hint: string, on = true): Control => ({
  kind: "switch",
  label,
  hint,
  value: on ? "on" : "off",
});
const pick = (label: string, options: string[], hint?: string): Control => ({
  kind: "select",
  label,
  options,
  value: options[0] ?? "",
  ...(hint === undefined ? {} : { hint }),
});
const field = (label: string, value: string, kind: Control["kind"] = "text", hint?: string): Control => ({
  kind,
  label,
  value,
  ...(hint === undefined ? {} : { hint }),
});

const templates: [words: RegExp, template: SectionTemplate][] = [
  [
    /notif|alert|email/i,
    {
      icon: "BellIcon",
      hint: "Choose what reaches you, and how.",
      controls: [
        toggle("Comments and mentions", "When somebody answers you or names you."),
        toggle("Weekly summary", "One mail every Monday morning."),
        toggle("Product news", "New features, about once a month.", false),
        pick("Sound", ["Chime", "Bell", "None"]),
      ],
    },
  ],
  [
    /bill|payment|plan|subscription|invoice/i,
    {
      icon: "CreditCardIcon",
      hint: "Your plan and where invoices go.",
      controls: [
        pick(
          "Plan",
          ["Pro, $12 a month", "Team, $29 a month", "Starter, free"],
          "A change takes effect with the next invoice.",
        ),
        field("Invoice address", "billing@example.com", "email"),
        field("Tax number", ""),
        toggle("Pay yearly", "Two months are free.", false),
      ],
    },
  ],
  [
    /secur|password|login|sign/i,
    {
      icon: "ShieldIcon",
      hint: "Keep your account safe.",
      controls: [
        toggle("Two-factor sign-in", "Ask for a code from your phone.", false),
        toggle("Alert on a new device", "We write to you when somebody signs in."),
        pick("Sign out after", ["30 days", "7 days", "1 hour"]),
        field("New password", "", "password", "Leave it empty to keep the old one."),
      ],
    },
  ],
  [
    /appear|theme|display|look|interface/i,
    {
      icon: "PaletteIcon",
      hint: "How it looks on this device.",
      controls: [
        pick("Theme", ["System", "Light", "Dark"]),
        pick("Density", ["Comfortable", "Compact"]),
        toggle("Reduce motion", "Fewer animations.", false),
        toggle("Show avatars", "Pictures beside names in lists."),
      ],
    },
  ],
  [
    /privacy|data/i,
    {
      icon: "LockIcon",
      hint: "What others can see.",
      controls: [
        toggle("Public profile", "Anybody with the link can see your page.", false),
        toggle("Show when I am online", "Colleagues see a green dot."),
        pick("Keep my activity for", ["90 days", "1 year", "Forever"]),
      ],
    },
  ],
  [
    /team|member|workspace|organi[sz]ation|company/i,
    {
      icon: "UsersIcon",
      hint: "Rules for everyone in the workspace.",
      controls: [
        field("Workspace name", "Harbour Studio"),
        pick("New members are", ["Editors", "Viewers", "Administrators"]),
        toggle("Members may invite others", "Invitations are listed for administrators."),
      ],
    },
  ],
  [
    /integrat|connect|app/i,
    {
      icon: "PlugIcon",
      hint: "Tools that work together with this one.",
      controls: [
        toggle("Calendar", "Put deadlines into your calendar."),
        toggle("Chat", "Post updates to a channel.", false),
        toggle("Code repository", "Link commits to tasks.", false),
      ],
    },
  ],
  [
    /api|developer|key|webhook/i,
    {
      icon: "CodeIcon",
      hint: "For scripts and your own tools.",
      controls: [
        field("Webhook address", "https://example.com/hook"),
        toggle("Read-only keys", "New keys cannot change anything."),
        pick("Keys expire after", ["90 days", "1 year", "Never"]),
      ],
    },
  ],
  [
    /language|region|locale/i,
    {
      icon: "GlobeIcon",
      hint: "Language, dates and numbers.",
      controls: [
        pick("Language", ["English", "German", "French", "Spanish"]),
        pick("Time zone", ["Lisbon", "Berlin", "New York", "Tokyo"]),
        pick("Week starts on", ["Monday", "Sunday"]),
      ],
    },
  ],
  [
    /accessib/i,
    {
      icon: "AccessibilityIcon",
      hint: "Make it easier to read and use.",
      controls: [
        toggle("High contrast", "Stronger colours and borders.", false),
        toggle("Underline links", "Also inside of text."),
        pick("Text size", ["Normal", "Large", "Larger"]),
      ],
    },
  ],
  [
    /account|general|basic/i,
    {
      icon: "SettingsIcon",
      hint: "The basics of your account.",
      controls: [
        field("User name", "maya", "text", "Part of your public address."),
        field("Email", "maya@example.com", "email"),
        pick("Language", ["English", "German", "French", "Spanish"]),
        toggle("Keep me signed in", "On this device."),
      ],
    },
  ],
  [
    /profile|personal|about|you\b/i,
    {
      icon: "UserIcon",
      hint: "This is what others see.",
      controls: [
        field("Name", "Maya Lindholm"),
        field("Email", "maya@example.com", "email"),
        field(
          "About you",
          "Designer in Lisbon, mostly working on tools for small teams.",
          "textarea",
          "At most a few sentences.",
        ),
      ],
    },
  ],
];

/** The controls that fit a section of that name. */
export function sectionOf(name: string): SectionTemplate {
  return (
    templates.find(([words]) => words.test(name))?.[1] ?? {
      icon: "SlidersHorizontalIcon",
      hint: `Everything about ${name.toLowerCase()}.`,
      controls: [
        toggle(`Use ${name.toLowerCase()}`, "Switch the whole area on or off."),
        field("Name", name),
        pick("Visible to", ["Everyone", "My team", "Only me"]),
      ],
    }
  );
}
