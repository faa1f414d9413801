import { literal, rows, str, text } from "../code/escape.ts";
import { code } from "../code/template.ts";
import { defineKind } from "../kind.ts";
import { wants } from "../reading/ask.ts";
import type { Reading } from "../reading/reading.ts";
import { phrase } from "../reading/tokens.ts";
import { counted, sentence, spoken } from "../reading/words.ts";
import { editMembers, othersThan } from "./app-parts.ts";

interface Product {
  name: string;
  /** In whole cents. */
  cents: number;
}

interface Spec {
  products: Product[];
  currency: string;
  shipping: boolean;
  coupon: boolean;
}

const usual: Product[] = [
  { name: "Canvas backpack", cents: 8_900 },
  { name: "Steel bottle", cents: 2_450 },
  { name: "Wool beanie", cents: 3_200 },
  { name: "Travel notebook", cents: 1_600 },
  { name: "Desk lamp", cents: 6_400 },
  { name: "Ceramic mug", cents: 1_850 },
  { name: "Linen towel", cents: 2_900 },
  { name: "Pocket radio", cents: 4_700 },
];

/** "Coffee at $10", "Tea for €4", "Mug ($12)", "Cap: $9": a name in front of each price. */
function priced(reading: Reading): Product[] {
  const { source } = reading;
  return source.tokens.flatMap((token, at) => {
    if (token.kind !== "price") return [];
    let end = at;
    while (end > 0 && /^(?:at|for|costs?|each|is|\(|:|-|–|=|priced|only)$/.test(source.tokens[end - 1]?.norm ?? ""))
      end--;
    let start = end;
    while (start > 0 && end - start < 5 && !stops(source.tokens[start - 1]?.norm ?? "", source.tokens[start - 1]?.kind))
      start--;
    while (start < end && /^(?:a|an|the|one|some)$/.test(source.tokens[start]?.norm ?? "")) start++;
    const name = sentence(phrase(source, start, end)).slice(0, 60);
    const digits = Number(/\d[\d,]*(?:\.\d+)?/.exec(token.raw)?.[0].replaceAll(",", "") ?? "0");
    return name === "" || /^(?:shipping|delivery|total|tax|discount)$/i.test(name)
      ? []
      : [{ name, cents: Math.round(digits * 100) }];
  });
}

const stops = (norm: string, kind: string | undefined): boolean =>
  kind === "price" ||
  (kind === "punct" && norm !== "-" && norm !== "&") ||
  /^(?:and|with|products?|items?|add|sells?|selling|checkout|to|price|the|change|set|make|of|cart|for|und|et|y)$/.test(
    norm,
  );

function read(reading: Reading, previous: Spec | undefined): Spec {
  const before = previous?.products ?? usual.slice(0, 3);
  const nouns = ["product", "item", "article"];
  const found = priced(reading);
  const shared = reading.prices.length === 1 ? reading.prices[0] : undefined;
  const adding = previous !== undefined && !/\b(?:products?|items?)\b\s*(?::|are|and|with)/i.test(reading.source.text);
  const names = editMembers(
    reading,
    before.map((product) => product.name),
    {
      nouns,
      features: [
        "shipping",
        "coupon",
        "order summary",
        "summary",
        "payment",
        "address",
        "discount code",
        "total",
        "quantity",
      ],
      defaults: usual.map((product) => product.name),
      most: 8,
    },
  ).map((name) => sentence(name.replace(/\s+(?:at|for)?\s*[$€£¥₹].*$/, "")));
  const known = new Map([...usual, ...before, ...found].map((product) => [product.name.toLowerCase(), product.cents]));
  // A single price after a list of products without their own is the price of all of them.
  const listed = reading.first && shared && names.some((name) => !usual.some((product) => product.name === name));
  const kept =
    listed || found.length === 0 || names.length > before.length || found.length === 1
      ? names
      : found.map((product) => product.name);
  const all = [
    ...new Set(adding || kept === names ? [...kept, ...(listed ? [] : found.map((product) => product.name))] : kept),
  ];
  const products = all.slice(0, 8).map((name, index) => ({
    name,
    cents:
      (listed ? Math.round(shared.amount * 100) : known.get(name.toLowerCase())) ??
      usual[index % usual.length]?.cents ??
      2_000,
  }));
  return {
    products,
    currency: reading.currency ?? previous?.currency ?? "$",
    shipping: wants(reading, ["shipping", "delivery", "shipping method", "address"], previous?.shipping ?? true),
    coupon: wants(
      reading,
      ["coupon", "promo code", "discount code", "voucher", "promo", "discount"],
      previous?.coupon ?? true,
    ),
  };
}

export const checkout = defineKind<Spec>({
  name: "checkout",
  label: "a checkout",
  placement: "app",
  absorbs: othersThan("checkout"),
  words: {
    checkout: 11,
    "checkout page": 13,
    "checkout form": 13,
    "check out page": 12,
    "shopping cart": 10,
    cart: 8,
    "cart page": 11,
    "payment form": 11,
    "payment page": 11,
    "order form": 9,
    "order summary": 7,
    kasse: 9,
    warenkorb: 9,
    panier: 8,
  },
  read,
  compose(spec, at) {
    const products = spec.products.map((product, index) => ({
      id: index + 1,
      name: product.name,
      cents: product.cents,
      quantity: 1,
    }));
    const fields = [
      ["email", "Email", "email", "email", "you@example.com", "sm:col-span-6"],
      ["name", "Full name", "text", "name", "Ada Lovelace", "sm:col-span-6"],
      ...(spec.shipping
        ? [
            ["address", "Address", "text", "street-address", "12 Harbour Street", "sm:col-span-6"],
            ["city", "City", "text", "address-level2", "Lisbon", "sm:col-span-4"],
            ["postal", "Postal code", "text", "postal-code", "1100-148", "sm:col-span-2"],
          ]
        : []),
    ];
    const input = (
      [name = "", label = "", type = "text", complete = "", placeholder = "", span = ""]: string[],
      extra = "",
    ) => code`
      <div className="grid content-start gap-2 ${span}">
        <Label htmlFor="${name}">${label}</Label>
        <Input
          id="${name}" name="${name}" type="${type}" autoComplete="${complete}" placeholder="${placeholder}" ${extra}
          value={values["${name}"] ?? ""} onChange={(event) => update("${name}", ${extra === "" ? "event.target.value" : `format${name === "card" ? "Card" : name === "expiry" ? "Expiry" : "Cvc"}(event.target.value)`})}
          aria-invalid={Boolean(errors["${name}"])} aria-describedby={errors["${name}"] ? "${name}-error" : undefined}
        />
        {errors["${name}"] && <p id="${name}-error" className="text-sm text-destructive">{errors["${name}"]}</p>}
      </div>`;
    const shape = `rounded-xl border bg-card ${at.space.card} text-card-foreground shadow-xs`;
    return code`
      interface Product {
        id: number;
        name: string;
        /** Price of one, in cents. */
        cents: number;
        quantity: number;
      }

      const firstProducts: Product[] = ${rows(products)};
      ${
        spec.shipping &&
        `
      const shippingMethods = [
        { id: "standard", label: "Standard", hint: "3 to 5 working days", cents: 490 },
        { id: "express", label: "Express", hint: "Next working day", cents: 1290 },
        { id: "pickup", label: "Pick up in store", hint: "Ready in two hours", cents: 0 },
      ];`
      }

      const labels: Record<string, string> = ${literal(Object.fromEntries(fields.map(([name = "", label = ""]) => [name, label])))};

      const money = (cents: number) => ${str(spec.currency)} + (cents / 100).toFixed(2);

      const digitsOf = (value: string, most: number) => value.replace(/\\D/g, "").slice(0, most);
      const formatCard = (value: string) => digitsOf(value, 16).replace(/(\\d{4})(?=\\d)/g, "$1 ");
      const formatExpiry = (value: string) => digitsOf(value, 4).replace(/^(\\d{2})(\\d)/, "$1 / $2");
      const formatCvc = (value: string) => digitsOf(value, 4);

      function validate(values: Record<string, string>): Record<string, string> {
        const errors: Record<string, string> = {};
        for (const [name, label] of Object.entries(labels)) {
          if (!values[name]?.trim()) errors[name] = \`\${label} is required.\`;
        }
        if (!errors["email"] && !/^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$/.test(values["email"] ?? "")) errors["email"] = "Enter a valid email address.";
        if (digitsOf(values["card"] ?? "", 16).length < 15) errors["card"] = "Enter the number on your card.";
        const month = Number((values["expiry"] ?? "").slice(0, 2));
        if ((values["expiry"] ?? "").length < 7 || month < 1 || month > 12) errors["expiry"] = "Use month and year.";
        if ((values["cvc"] ?? "").length < 3) errors["cvc"] = "3 or 4 digits.";
        return errors;
      }

      export default function ${at.component}() {
        const [products, setProducts] = useState(firstProducts);
        const [values, setValues] = useState<Record<string, string>>({});
        const [errors, setErrors] = useState<Record<string, string>>({});
        ${spec.shipping && 'const [methodId, setMethodId] = useState("standard");'}
        ${spec.coupon && 'const [coupon, setCoupon] = useState("");\nconst [discounted, setDiscounted] = useState(false);\nconst [couponNote, setCouponNote] = useState("");'}
        const [placed, setPlaced] = useState(false);
        const subtotal = products.reduce((sum, product) => sum + product.cents * product.quantity, 0);
        ${spec.coupon && "const discount = discounted ? Math.round(subtotal / 10) : 0;"}
        ${spec.shipping && "const shipping = products.length === 0 ? 0 : (shippingMethods.find((method) => method.id === methodId)?.cents ?? 0);"}
        const total = subtotal${spec.coupon ? " - discount" : ""}${spec.shipping ? " + shipping" : ""};

        function update(name: string, value: string) {
          setValues((current) => ({ ...current, [name]: value }));
          setErrors((current) => ({ ...current, [name]: "" }));
        }

        function setQuantity(id: number, quantity: number) {
          setProducts((current) =>
            quantity < 1 ? current.filter((product) => product.id !== id) : current.map((product) => (product.id === id ? { ...product, quantity } : product)),
          );
        }
        ${
          spec.coupon &&
          `
        function applyCoupon() {
          const valid = coupon.trim().toUpperCase() === "WELCOME10";
          setDiscounted(valid);
          setCouponNote(valid ? "10 per cent off, enjoy." : "This code is not known. Try WELCOME10.");
        }`
        }

        function submit(event: FormEvent<HTMLFormElement>) {
          event.preventDefault();
          const found = validate(values);
          setErrors(found);
          const first = Object.keys(found)[0];
          if (first !== undefined) document.getElementById(first)?.focus();
          else setPlaced(true);
        }

        if (placed) {
          return (
            <main className="${at.root} ${!at.alone && "py-16"} flex items-center justify-center p-6">
              <div role="status" className="flex max-w-sm flex-col items-center text-center">
                <span className="flex size-14 items-center justify-center rounded-full ${at.accent.soft}"><CheckIcon className="size-7" aria-hidden="true" /></span>
                <h1 className="mt-6 text-2xl ${at.headingColor} font-semibold tracking-tight">Thank you for your order</h1>
                <p className="mt-2 text-muted-foreground">A receipt for {money(total)} would go to {values["email"]}. This is a sample, nothing was charged.</p>
                <Button variant="outline" className="mt-6" onClick={() => { setPlaced(false); setProducts(firstProducts); setValues({}); }}>Back to the shop</Button>
              </div>
            </main>
          );
        }

        return (
          <main className="${at.root} px-4 py-8 sm:px-6 sm:py-12">
            <div className="mx-auto max-w-5xl">
              <h1 className="text-2xl ${at.headingColor} font-semibold tracking-tight">${text(at.title(at.brand ? `${at.brand} checkout` : "Checkout"))}</h1>
              <p className="mt-1 text-sm text-muted-foreground">${text(at.subtitle("Secure payment, free returns within 30 days."))}</p>
              <form onSubmit={submit} noValidate className="mt-8 grid items-start ${at.space.gap} md:grid-cols-[minmax(0,1fr)_18rem] lg:grid-cols-[minmax(0,1fr)_22rem]">
                <div className="grid ${at.space.gap}">
                  <section className="${shape}" aria-labelledby="contact-title">
                    <h2 id="contact-title" className="font-semibold tracking-tight">${spec.shipping ? "Contact and address" : "Contact"}</h2>
                    <div className="mt-4 grid gap-4 sm:grid-cols-6">
                      ${fields.map((field) => input(field))}
                    </div>
                  </section>
                  ${
                    spec.shipping &&
                    `<section className="${shape}" aria-labelledby="shipping-title">
                    <h2 id="shipping-title" className="font-semibold tracking-tight">Shipping</h2>
                    <RadioGroup value={methodId} onValueChange={setMethodId} className="mt-4" aria-labelledby="shipping-title">
                      {shippingMethods.map((method) => (
                        <Label key={method.id} className={cn("flex cursor-pointer items-center gap-3 rounded-lg border p-3 transition-colors hover:bg-muted/50", method.id === methodId && "${at.accent.border} bg-muted/50")}>
                          <RadioGroupItem value={method.id} />
                          <span className="grid gap-0.5">
                            <span className="font-medium">{method.label}</span>
                            <span className="text-xs font-normal text-muted-foreground">{method.hint}</span>
                          </span>
                          <span className="ml-auto text-sm tabular-nums">{method.cents === 0 ? "Free" : money(method.cents)}</span>
                        </Label>
                      ))}
                    </RadioGroup>
                  </section>`
                  }
                  <section className="${shape}" aria-labelledby="payment-title">
                    <h2 id="payment-title" className="flex items-center gap-2 font-semibold tracking-tight"><CreditCardIcon className="size-4 text-muted-foreground" aria-hidden="true" />Payment</h2>
                    <div className="mt-4 grid gap-4 sm:grid-cols-6">
                      ${input(["card", "Card number", "text", "cc-number", "4242 4242 4242 4242", "sm:col-span-6"], 'inputMode="numeric"')}
                      ${input(["expiry", "Expiry", "text", "cc-exp", "09 / 30", "sm:col-span-3"], 'inputMode="numeric"')}
                      ${input(["cvc", "Security code", "text", "cc-csc", "123", "sm:col-span-3"], 'inputMode="numeric"')}
                    </div>
                  </section>
                </div>
                <aside className="${shape} md:sticky md:top-6" aria-labelledby="summary-title">
                  <h2 id="summary-title" className="font-semibold tracking-tight">Order summary</h2>
                  <ul className="mt-4 divide-y">
                    {products.map((product) => (
                      <li key={product.id} className="flex items-center gap-3 py-3 first:pt-0">
                        <span className="flex size-11 shrink-0 items-center justify-center rounded-lg border bg-muted/60 text-muted-foreground" aria-hidden="true"><PackageIcon className="size-5" /></span>
                        <div className="min-w-0 flex-1">
                          <p className="truncate text-sm font-medium">{product.name}</p>
                          <div className="mt-1 flex items-center gap-1">
                            <Button type="button" variant="outline" size="icon" className="size-6" aria-label={\`One \${product.name} less\`} onClick={() => setQuantity(product.id, product.quantity - 1)}>
                              {product.quantity === 1 ? <Trash2Icon className="size-3" /> : <MinusIcon className="size-3" />}
                            </Button>
                            <span className="w-7 text-center text-sm tabular-nums" aria-live="polite">{product.quantity}</span>
                            <Button type="button" variant="outline" size="icon" className="size-6" aria-label={\`One \${product.name} more\`} onClick={() => setQuantity(product.id, product.quantity + 1)}>
                              <PlusIcon className="size-3" />
                            </Button>
                          </div>
                        </div>
                        <span className="text-sm font-medium tabular-nums">{money(product.cents * product.quantity)}</span>
                      </li>
                    ))}
                  </ul>
                  {products.length === 0 && <p className="mt-4 rounded-lg border border-dashed p-6 text-center text-sm text-muted-foreground">Your cart is empty.</p>}
                  ${
                    spec.coupon &&
                    `<div className="mt-2 grid gap-2 border-t pt-4">
                    <Label htmlFor="coupon">Discount code</Label>
                    <div className="flex gap-2">
                      <Input id="coupon" value={coupon} placeholder="WELCOME10" onChange={(event) => setCoupon(event.target.value)} />
                      <Button type="button" variant="outline" disabled={coupon.trim() === ""} onClick={applyCoupon}>Apply</Button>
                    </div>
                    <p role="status" className="text-xs text-muted-foreground empty:hidden">{couponNote}</p>
                  </div>`
                  }
                  <dl className="mt-4 grid gap-2 border-t pt-4 text-sm">
                    <div className="flex justify-between"><dt className="text-muted-foreground">Subtotal</dt><dd className="tabular-nums">{money(subtotal)}</dd></div>
                    ${spec.coupon && '{discounted && <div className="flex justify-between text-emerald-700 dark:text-emerald-400"><dt>Discount</dt><dd className="tabular-nums">-{money(discount)}</dd></div>}'}
                    ${spec.shipping && '<div className="flex justify-between"><dt className="text-muted-foreground">Shipping</dt><dd className="tabular-nums">{shipping === 0 ? "Free" : money(shipping)}</dd></div>'}
                    <div className="flex justify-between border-t pt-3 text-base font-semibold"><dt>Total</dt><dd className="tabular-nums">{money(total)}</dd></div>
                  </dl>
                  <Button type="submit" size="lg" className="mt-5 w-full ${at.solid}" disabled={products.length === 0}>
                    <LockIcon aria-hidden="true" />
                    ${text(at.button("Place order"))}
                  </Button>
                </aside>
              </form>
            </div>
          </main>
        );
      }
    `;
  },
  describe: (spec) =>
    spoken([
      `${counted(spec.products.length, "product")} (${spoken(spec.products.map((product) => `${product.name} at ${spec.currency}${product.cents / 100}`))})`,
      ...(spec.shipping ? ["address", "shipping"] : []),
      "payment",
      "quantities",
      "totals",
      spec.coupon && "a discount code",
    ]),
  followUps: (spec) => [
    spec.products.length === 2 ? "three products" : "two products",
    spec.coupon ? "remove the discount code" : "add a discount code",
    spec.currency === "€" ? "in dollars" : "in euros",
  ],
});
