import { rows, str, text } from "../code/escape.ts";
import { code } from "../code/template.ts";
import { defineKind } from "../kind.ts";
import { editNames, placeOf, says, wants } from "../reading/ask.ts";
import type { Price } from "../reading/prices.ts";
import type { Reading } from "../reading/reading.ts";
import { counted, spoken } from "../reading/words.ts";

interface Plan {
  name: string;
  price: Price;
}

interface Spec {
  plans: Plan[];
  /** A switch between monthly and yearly prices. */
  yearly: boolean;
  /** Name of the plan that stands out; none when empty. */
  popular: string;
}

const names = ["Starter", "Pro", "Business", "Enterprise", "Scale", "Custom"];
const usualPrices = [0, 19, 49, 99, 199, 399];
const blurbs = [
  "For trying things out on your own.",
  "For individuals who ship every week.",
  "For teams that work together.",
  "For organisations with special needs.",
  "For products with serious traffic.",
  "Shaped around your contract.",
];
const features = [
  ["One project", "Community support", "1 GB of storage"],
  ["Unlimited projects", "E-mail support", "50 GB of storage", "Custom domain"],
  ["Up to 20 members", "Priority support", "500 GB of storage", "Roles and permissions", "Audit log"],
  ["Unlimited members", "Dedicated contact", "Single sign-on", "Uptime agreement", "Own region"],
  ["Higher rate limits", "Early access", "Usage reports", "Dedicated capacity"],
  ["Everything in the other plans", "Invoices in your currency", "Security review"],
];

function read(reading: Reading, previous: Spec | undefined): Spec {
  const old = previous?.plans ?? [];
  const listed = reading.prices.length > 1 ? reading.prices.length : 3;
  const planNames = editNames(reading, previous && old.map((plan) => plan.name), {
    nouns: ["plan", "tier", "package", "card", "option", "tarif", "tarife", "tarifen", "offre", "oferta", "plano"],
    defaults: names,
    usual: previous ? old.length : listed,
    most: 6,
  });
  const currency = reading.currency ?? old[0]?.price.currency ?? "$";
  const pairs = planNames.map((name) => priceBeside(reading, name));
  const paired = pairs.some((price) => price !== undefined);
  const single = !paired && reading.prices.length === 1 ? reading.prices[0] : undefined;
  const meant = Math.max(0, planNames.indexOf(previous?.popular ?? ""));
  const plans = planNames.map((name, index): Plan => {
    const kept =
      old.find((plan) => plan.name === name) ??
      (old[index] && !planNames.includes(old[index].name) ? old[index] : undefined);
    const sequential = single ? (index === meant ? single : undefined) : reading.prices[index];
    const fresh = paired ? pairs[index] : sequential;
    const usual = /^free|gratis$/i.test(name)
      ? { amount: 0, currency }
      : { amount: usualPrice(paired ? [] : reading.prices, index), currency };
    const price = fresh ?? kept?.price ?? usual;
    return { name, price: reading.currency && !fresh ? { ...price, currency: reading.currency } : price };
  });
  const middle = plans[Math.min(plans.length - 1, Math.floor(plans.length / 2))]?.name ?? "";
  const highlight = wants(
    reading,
    ["popular", "highlight", "recommended", "featured", "most popular"],
    previous ? previous.popular !== "" : true,
  );
  const named = plans.find((plan) =>
    new RegExp(`(?:highlight|recommend|feature)\\w* (?:the )?${escapeRegExp(plan.name)}`, "i").test(
      reading.source.text,
    ),
  );
  const place = /\b(first|second|third|fourth|middle|last) (?:plan|tier|card|option|one)\b/i.exec(
    reading.source.text,
  )?.[1];
  const placed = place && says(reading, ["highlight", "popular", "recommended", "featured", "stand out"]);
  const meantAt = placed ? plans[placeOf(`${place} plan`, plans.length, ["plan"])] : undefined;
  const still = plans.find((plan) => plan.name === previous?.popular)?.name;
  return {
    plans,
    yearly: wants(
      reading,
      ["yearly", "annual", "annually", "toggle", "switch", "billing period"],
      previous?.yearly ?? true,
    ),
    popular: highlight && plans.length > 1 ? (named?.name ?? meantAt?.name ?? still ?? middle) : "",
  };
}

/** The price that stands just after a plan's name ("Team at $12"), or before it ("the $79 Team plan"). */
function priceBeside({ source, prices }: Reading, name: string): Price | undefined {
  const first = name.toLowerCase().split(" ")[0];
  const at = source.tokens.findIndex((token) => token.raw.toLowerCase() === first || token.raw === name);
  if (at < 0) return undefined;
  const order = (index: number) =>
    prices[source.tokens.slice(0, index).filter((token) => token.kind === "price").length];
  for (let next = at + 1; next < at + 6; next++) {
    const token = source.tokens[next];
    if (!token || token.raw === "," || /^(?:and|und|et|y)$/.test(token.norm)) break;
    if (token.kind === "price") return order(next);
  }
  return source.tokens[at - 1]?.kind === "price" ? order(at - 1) : undefined;
}

/** A price after the dictated ones, twice the one before. */
function usualPrice(prices: readonly Price[], index: number): number {
  const last = prices.length > 1 ? prices[prices.length - 1] : undefined;
  return last ? last.amount * 2 ** (index - prices.length + 1) : (usualPrices[index] ?? 499);
}

const escapeRegExp = (value: string): string => value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function columns(count: number): string {
  if (count === 1) return "mx-auto max-w-sm";
  if (count === 2) return "mx-auto max-w-3xl md:grid-cols-2";
  if (count === 3 || count > 4) return "md:grid-cols-3";
  return "sm:grid-cols-2 xl:grid-cols-4";
}

export const pricing = defineKind<Spec>({
  name: "pricing",
  label: "a pricing section",
  placement: "section",
  words: {
    pricing: 10,
    "pricing table": 12,
    "pricing page": 12,
    "pricing card": 12,
    "pricing plan": 12,
    "pricing section": 12,
    "price table": 10,
    "price list": 8,
    "price plan": 10,
    tier: 6,
    plan: 5,
    "subscription plan": 10,
    subscription: 4,
    prices: 5,
    preise: 10,
    preistabelle: 10,
    tarife: 8,
    tarifs: 8,
    precios: 10,
    prix: 8,
    monthly: 2,
    yearly: 2,
  },
  read,
  compose(spec, at) {
    const plans = spec.plans.map((plan, index) => ({
      name: plan.name,
      description: blurbs[index] ?? "For everyone else.",
      monthly: plan.price.amount,
      features: features[index] ?? ["Everything in the other plans"],
      action: at.button(plan.price.amount === 0 ? "Start for free" : `Choose ${plan.name}`),
    }));
    const currency = spec.plans.find((plan) => plan.price.amount > 0)?.price.currency ?? "$";
    const mixed = spec.plans.some((plan) => plan.price.currency !== currency && plan.price.amount > 0);
    return code`
      interface Plan {
        name: string;
        description: string;
        ${mixed && "currency: string;"}
        /** Price a month, when billed monthly. */
        monthly: number;
        features: string[];
        action: string;
      }

      const plans: Plan[] = ${rows(mixed ? plans.map((plan, index) => ({ ...plan, currency: spec.plans[index]?.price.currency ?? "$" })) : plans)};

      ${spec.popular !== "" && `const popular = ${str(spec.popular)};`}
      ${spec.yearly && "/** Two months are free when billed yearly. */\nconst yearlyFactor = 10 / 12;"}

      const format = (amount: number) => Number.isInteger(amount) ? String(amount) : amount.toFixed(2);

      export default function ${at.component}() {
        ${spec.yearly && "const [yearly, setYearly] = useState(false);"}
        const [chosen, setChosen] = useState<string | null>(null);

        return (
          <section className="${at.root} ${at.space.section} px-4 sm:px-6" aria-labelledby="pricing-title">
            <div className="mx-auto ${at.width}">
              <div className="mx-auto max-w-2xl text-center">
                <h2 id="pricing-title" className="${at.size.section} ${at.headingColor} font-semibold tracking-tight text-balance">
                  ${text(at.title(at.brand ? `Plans for every stage of ${at.brand}` : "Pricing that grows with you"))}
                </h2>
                <p className="mt-3 text-muted-foreground text-pretty">
                  ${text(at.subtitle("Start small, change plans at any time, cancel whenever you like."))}
                </p>
              </div>
              ${
                spec.yearly &&
                `<div className="mt-8 flex items-center justify-center gap-3 text-sm">
                <Label htmlFor="billing" className={cn("font-normal", yearly && "text-muted-foreground")}>Monthly</Label>
                <Switch id="billing" checked={yearly} onCheckedChange={setYearly} aria-label="Bill yearly" />
                <span className={cn(!yearly && "text-muted-foreground")}>Yearly</span>
                <Badge variant="secondary">2 months free</Badge>
              </div>`
              }
              <ul className="mt-10 grid ${at.space.gap} ${columns(spec.plans.length)}">
                {plans.map((plan) => {
                  ${spec.popular !== "" && "const featured = plan.name === popular;"}
                  const price = ${spec.yearly ? "yearly ? plan.monthly * yearlyFactor : plan.monthly" : "plan.monthly"};
                  return (
                    <li key={plan.name} className="flex">
                      <Card className=${spec.popular === "" ? '"flex w-full flex-col"' : `{cn("flex w-full flex-col", featured && "${at.accent.border} shadow-lg ring-1 ${at.accent.ring}")}`}>
                        <CardHeader>
                          <div className="flex items-center justify-between gap-2">
                            <CardTitle className="text-lg">{plan.name}</CardTitle>
                            ${spec.popular !== "" && `{featured && <Badge className="${at.accent.solid}">Most popular</Badge>}`}
                          </div>
                          <CardDescription className="min-h-10">{plan.description}</CardDescription>
                        </CardHeader>
                        <CardContent className="flex flex-1 flex-col gap-6">
                          <p className="flex items-baseline gap-1">
                            <span className="text-4xl font-semibold tracking-tight tabular-nums">
                              ${mixed ? "{plan.currency}" : text(currency)}{format(price)}
                            </span>
                            <span className="text-sm text-muted-foreground">/ month${spec.yearly && `{yearly && plan.monthly > 0 ? ", billed yearly" : ""}`}</span>
                          </p>
                          <ul className="flex flex-1 flex-col gap-3 text-sm">
                            {plan.features.map((feature) => (
                              <li key={feature} className="flex items-start gap-2">
                                <CheckIcon className="mt-0.5 size-4 shrink-0 ${at.accent.text}" aria-hidden="true" />
                                {feature}
                              </li>
                            ))}
                          </ul>
                        </CardContent>
                        <CardFooter>
                          <Button
                            className=${spec.popular === "" ? `"w-full ${at.solid}"` : at.solid === "" ? '"w-full"' : `{cn("w-full", featured && "${at.solid}")}`}
                            ${spec.popular !== "" && 'variant={featured ? "default" : "outline"}'}
                            aria-pressed={chosen === plan.name}
                            onClick={() => setChosen(plan.name)}
                          >
                            {chosen === plan.name ? "Selected" : plan.action}
                          </Button>
                        </CardFooter>
                      </Card>
                    </li>
                  );
                })}
              </ul>
              <p className="mt-6 text-center text-sm text-muted-foreground" aria-live="polite">
                {chosen ? \`You picked \${chosen}.\` : "Prices exclude tax."}
              </p>
            </div>
          </section>
        );
      }
    `;
  },
  describe: (spec) =>
    `${counted(spec.plans.length, "plan")} (${spoken(spec.plans.map((plan) => plan.name))})${spec.yearly ? " and a switch between monthly and yearly prices" : ""}`,
  followUps: (spec) => [
    spec.plans.length < 4 ? "four tiers" : "three tiers",
    "$12, $29 and $99",
    spec.yearly ? "remove the yearly toggle" : "add a yearly toggle",
  ],
});
