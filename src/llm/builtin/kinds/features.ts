import { raw, rows, text } from "../code/escape.ts";
import { code } from "../code/template.ts";
import { defineKind } from "../kind.ts";
import { choice, clamp, count, editNames, wants } from "../reading/ask.ts";
import type { Reading } from "../reading/reading.ts";
import { counted } from "../reading/words.ts";

interface Spec {
  features: string[];
  columns: number;
  layout: "cards" | "plain" | "bento";
  icons: boolean;
}

const known: [words: RegExp, icon: string, description: string][] = [
  [
    /fast|speed|performance|instant|quick/i,
    "ZapIcon",
    "Pages answer before you have finished the thought, on a laptop and on a phone.",
  ],
  [
    /secur|privacy|private|encrypt|safe/i,
    "ShieldCheckIcon",
    "Encrypted on the way and at rest, with access that you grant and take back.",
  ],
  [
    /team|collab|share|together|people/i,
    "UsersIcon",
    "Work on the same thing at the same time and see who changed what.",
  ],
  [
    /analytic|report|insight|chart|metric|dashboard/i,
    "ChartColumnIcon",
    "The numbers that matter in plain charts, without a spreadsheet in between.",
  ],
  [
    /integrat|connect|plugin|api|webhook/i,
    "PlugIcon",
    "Connects to the tools that you already use and stays out of their way.",
  ],
  [/support|help|service/i, "LifeBuoyIcon", "Questions are answered by people who know the product."],
  [
    /automat|workflow|ai|smart/i,
    "WorkflowIcon",
    "Routine steps run by themselves and tell you when they need a decision.",
  ],
  [/mobile|app|phone|offline/i, "SmartphoneIcon", "The same comfort on every screen, also where the network is thin."],
  [
    /pay|billing|invoice|checkout|price/i,
    "CreditCardIcon",
    "Get paid without chasing anybody; every invoice knows its state.",
  ],
  [/design|custom|theme|brand/i, "PaletteIcon", "Your colours, your words, your layout, without a line of code."],
  [
    /calendar|schedul|booking|appointment|time/i,
    "CalendarDaysIcon",
    "Find a time that suits everybody in seconds instead of in ten messages.",
  ],
  [/search|find|filter/i, "SearchIcon", "Type three letters and the right thing is on the screen."],
  [
    /deliver|shipping|order|stock|inventory/i,
    "PackageIcon",
    "Know what is in stock, what is on its way, and what is late.",
  ],
  [/global|language|world|region/i, "GlobeIcon", "Works in the languages and currencies of the people you serve."],
];

const usual = [
  "Fast by default",
  "Private and secure",
  "Made for teams",
  "Clear analytics",
  "Easy integrations",
  "Human support",
  "Smart automation",
  "Mobile ready",
  "Custom design",
];

const detailOf = (name: string): { icon: string; description: string } => {
  const found = known.find(([words]) => words.test(name));
  return {
    icon: found?.[1] ?? "SparklesIcon",
    description: found?.[2] ?? `${name} that is there when you need it and silent when you do not.`,
  };
};

function read(reading: Reading, previous: Spec | undefined): Spec {
  const features = editNames(reading, previous?.features, {
    nouns: ["feature", "benefit", "funktion"],
    defaults: usual,
    usual: 6,
    most: 12,
  });
  const natural = features.length % 3 === 0 || features.length > 4 ? 3 : Math.min(features.length, 4);
  return {
    features,
    columns: clamp(
      count(reading, ["column", "per row", "col", "spalte"], previous?.columns) ??
        (previous && previous.features.length === features.length ? previous.columns : natural),
      1,
      4,
    ),
    layout: choice(
      reading,
      { bento: ["bento"], plain: ["plain", "without cards", "no cards", "minimal"], cards: ["cards", "boxes"] },
      previous?.layout ?? "cards",
    ),
    icons: wants(reading, ["icon"], previous?.icons ?? true),
  };
}

const grids = ["", "max-w-2xl mx-auto", "sm:grid-cols-2", "md:grid-cols-3", "sm:grid-cols-2 lg:grid-cols-4"];

export const features = defineKind<Spec>({
  name: "features",
  label: "a features section",
  placement: "section",
  words: {
    feature: 10,
    features: 10,
    "feature grid": 12,
    "features section": 12,
    "feature section": 12,
    benefit: 8,
    "bento grid": 10,
    bento: 10,
    funktionen: 10,
    vorteile: 8,
    fonctionnalites: 10,
    caracteristicas: 10,
    "how it works": 4,
  },
  read,
  compose(spec, at) {
    const items = spec.features.map((title) => {
      const detail = detailOf(title);
      return { title, description: detail.description, icon: spec.icons ? raw(detail.icon) : undefined };
    });
    const icon =
      spec.icons &&
      code`<span className="flex size-10 items-center justify-center rounded-lg ${at.accent.soft}"><feature.icon className="size-5" aria-hidden="true" /></span>`;
    const bento = spec.layout === "bento";
    return code`
      interface Feature {
        title: string;
        description: string;
        ${spec.icons && "icon: LucideIcon;"}
      }

      const features: Feature[] = ${rows(items)};

      export default function ${at.component}() {
        return (
          <section id="features" className="${at.root} ${at.space.section} px-4 sm:px-6" aria-labelledby="features-title">
            <div className="mx-auto ${at.width}">
              <div className="mx-auto max-w-2xl text-center">
                <h2 id="features-title" className="${at.size.section} ${at.headingColor} font-semibold tracking-tight text-balance">
                  ${text(at.title(at.brand ? `What ${at.brand} does for you` : "Everything you need, nothing in the way"))}
                </h2>
                <p className="mt-3 text-muted-foreground text-pretty">${text(at.subtitle("A small set of things, each done with care."))}</p>
              </div>
              <ul className="mt-12 grid ${spec.layout === "plain" ? "gap-x-8 gap-y-10" : at.space.gap} ${grids[spec.columns] ?? ""}">
                {features.map((feature${bento && ", index"}) => (
                  <li key={feature.title} className=${bento ? '{cn("flex", index % 4 === 0 && "sm:col-span-2")}' : '"flex"'}>
                    ${
                      spec.layout === "plain"
                        ? code`<div className="flex flex-col gap-3">
                      ${icon}
                      <h3 className="font-semibold">{feature.title}</h3>
                      <p className="text-sm text-muted-foreground text-pretty">{feature.description}</p>
                    </div>`
                        : code`<Card className="w-full transition-colors hover:border-foreground/20">
                      <CardHeader>
                        ${icon}
                        <CardTitle className="mt-2 text-base"><h3>{feature.title}</h3></CardTitle>
                        <CardDescription className="text-pretty">{feature.description}</CardDescription>
                      </CardHeader>
                    </Card>`
                    }
                  </li>
                ))}
              </ul>
            </div>
          </section>
        );
      }
    `;
  },
  describe: (spec) =>
    `${counted(spec.features.length, "feature")} in ${counted(spec.columns, "column")}${spec.layout === "bento" ? " as a bento grid" : ""}`,
  followUps: (spec) => [
    spec.layout === "bento" ? "use cards" : "make it a bento grid",
    spec.columns === 2 ? "three columns" : "two columns",
    "add a feature Offline mode",
  ],
});
