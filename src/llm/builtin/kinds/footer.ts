import { rows, text } from "../code/escape.ts";
import { code } from "../code/template.ts";
import { defineKind } from "../kind.ts";
import { editNames, namesOf, wants } from "../reading/ask.ts";
import type { Reading } from "../reading/reading.ts";
import { counted, kebab, spoken } from "../reading/words.ts";

interface Spec {
  /** Links that the person listed; they fill the first column. */
  links: string[];
  columns: string[];
  newsletter: boolean;
  social: boolean;
  /** The small line with legal links. */
  legal: boolean;
}

const usual: Record<string, string[]> = {
  Product: ["Features", "Pricing", "Changelog", "Status"],
  Company: ["About", "Careers", "Press", "Contact"],
  Resources: ["Documentation", "Guides", "Community", "Help center"],
  Legal: ["Privacy", "Terms", "Imprint", "Cookies"],
  Developers: ["API reference", "Libraries", "Webhooks", "Examples"],
  Support: ["Help center", "Contact us", "Service status"],
};

function read(reading: Reading, previous: Spec | undefined): Spec {
  return {
    links:
      namesOf(reading, ["link"])?.filter((name) => !/social|newsletter|icon|column/i.test(name)) ??
      previous?.links ??
      [],
    columns: editNames(reading, previous?.columns, {
      nouns: ["column", "group", "link group", "spalte", "columna"],
      defaults: Object.keys(usual),
      usual: 3,
      most: 6,
    }),
    newsletter: wants(
      reading,
      ["newsletter", "subscribe", "subscription", "email signup"],
      previous?.newsletter ?? false,
    ),
    social: wants(reading, ["social", "social icon", "social link", "social media"], previous?.social ?? true),
    legal: wants(reading, ["legal", "copyright", "privacy"], previous?.legal ?? true),
  };
}

const grids = [
  "",
  "",
  "grid-cols-2",
  "grid-cols-2 sm:grid-cols-3",
  "grid-cols-2 sm:grid-cols-4",
  "grid-cols-2 sm:grid-cols-3 xl:grid-cols-5",
  "grid-cols-2 sm:grid-cols-3 xl:grid-cols-6",
];

export const footer = defineKind<Spec>({
  name: "footer",
  label: "a footer",
  placement: "bottom",
  absorbs: ["*"],
  words: {
    footer: 12,
    "site footer": 12,
    "page footer": 12,
    fusszeile: 12,
    fussbereich: 10,
    "pied de page": 12,
    "pie de pagina": 12,
  },
  read,
  compose(spec, at) {
    const brand = at.brand ?? "Acme";
    const groups = spec.columns.map((title, index) => ({
      title,
      links: (
        (index === 0 && spec.links.length > 0 ? spec.links : usual[title]) ?? ["Overview", "Details", "Contact"]
      ).map((label) => ({ label, href: `#${kebab(label)}` })),
    }));
    return code`
      const groups = ${rows(groups)};
      ${
        spec.social &&
        `const channels = [
        { label: "Newsroom", href: "#newsroom", icon: RssIcon },
        { label: "Community", href: "#community", icon: MessageCircleIcon },
        { label: "Email", href: "mailto:hello@example.com", icon: MailIcon },
      ];`
      }

      export default function ${at.component}() {
        ${
          spec.newsletter &&
          `const [email, setEmail] = useState("");
        const [notice, setNotice] = useState("");

        function subscribe(event: FormEvent<HTMLFormElement>) {
          event.preventDefault();
          const valid = /^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$/.test(email);
          setNotice(valid ? "Thank you. Please confirm the mail we sent." : "Enter a valid email address.");
        }`
        }

        return (
          <footer className="${at.root} border-t px-4 py-12 sm:px-6">
            <div className="mx-auto ${at.width}">
              <div className="grid gap-10 lg:grid-cols-[1fr_2fr]">
                <div className="max-w-xs">
                  <p className="text-lg ${at.headingColor} font-semibold tracking-tight">${text(at.title(brand))}</p>
                  <p className="mt-2 text-sm text-muted-foreground text-pretty">${text(at.subtitle("Made with care for people who like things that simply work."))}</p>
                  ${
                    spec.newsletter &&
                    code`<form onSubmit={subscribe} noValidate className="mt-6 grid gap-2">
                    <Label htmlFor="newsletter">Newsletter</Label>
                    <div className="flex gap-2">
                      <Input
                        id="newsletter" type="email" autoComplete="email" placeholder="you@example.com" value={email}
                        onChange={(event) => setEmail(event.target.value)} aria-describedby="newsletter-notice"
                      />
                      <Button type="submit" className="${at.solid}">${text(at.button("Subscribe"))}</Button>
                    </div>
                    <p id="newsletter-notice" role="status" className="min-h-5 text-sm text-muted-foreground">{notice}</p>
                  </form>`
                  }
                </div>
                <nav aria-label="Footer" className="grid gap-8 ${grids[spec.columns.length] ?? ""}">
                  {groups.map((group) => (
                    <div key={group.title}>
                      <h3 className="text-sm font-medium">{group.title}</h3>
                      <ul className="mt-3 grid gap-2">
                        {group.links.map((link) => (
                          <li key={link.label}>
                            <a href={link.href} className="text-sm text-muted-foreground transition-colors hover:text-foreground">{link.label}</a>
                          </li>
                        ))}
                      </ul>
                    </div>
                  ))}
                </nav>
              </div>
              <div className="mt-10 flex flex-wrap items-center justify-between gap-4 border-t pt-6 text-sm text-muted-foreground">
                <p>&copy; ${text(brand)}. All rights reserved.</p>
                ${
                  spec.legal &&
                  `<p className="flex gap-4">
                  <a href="#privacy" className="hover:text-foreground">Privacy</a>
                  <a href="#terms" className="hover:text-foreground">Terms</a>
                </p>`
                }
                ${
                  spec.social &&
                  `<ul className="flex gap-1">
                  {channels.map((channel) => (
                    <li key={channel.label}>
                      <Button asChild variant="ghost" size="icon">
                        <a href={channel.href} aria-label={channel.label}><channel.icon aria-hidden="true" /></a>
                      </Button>
                    </li>
                  ))}
                </ul>`
                }
              </div>
            </div>
          </footer>
        );
      }
    `;
  },
  describe: (spec) =>
    `${counted(spec.columns.length, "column")} (${spoken(spec.columns)})${spec.newsletter ? " and a newsletter form" : ""}`,
  followUps: (spec) => [
    spec.newsletter ? "remove the newsletter" : "add a newsletter form",
    spec.columns.length === 4 ? "three columns" : "four columns",
    spec.social ? "remove the social icons" : "add social icons",
  ],
});
