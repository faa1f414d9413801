import { literal, text } from "../code/escape.ts";
import { code } from "../code/template.ts";
import { defineKind } from "../kind.ts";
import { choice, editFields, namesOf } from "../reading/ask.ts";
import type { Field } from "../reading/fields.ts";
import { listFrom } from "../reading/lists.ts";
import type { Reading } from "../reading/reading.ts";
import { camel, counted, sentence, spoken } from "../reading/words.ts";
import { editMembers, othersThan, progressFill } from "./app-parts.ts";
import { isReview, type StepField, stepOf } from "./wizard-steps.ts";

interface Spec {
  steps: string[];
  /** Fields that were asked for by name; they stand in the first step. */
  fields: Field[];
  progress: "steps" | "bar";
}

/** "an onboarding form: company info, invite members, choose a plan", without the word for steps. */
function afterColon(reading: Reading, previous: Spec | undefined): string[] | undefined {
  if (previous || namesOf(reading, ["step", "stage", "page", "screen"])) return undefined;
  const colon = reading.source.tokens.findIndex((token) => token.raw === ":");
  const names = colon < 0 ? [] : listFrom(reading.source, colon + 1).map((item) => sentence(item.text).slice(0, 40));
  return names.length > 1 && names.length < 9 ? names : undefined;
}

function read(reading: Reading, previous: Spec | undefined): Spec {
  const edited = editMembers(reading, previous?.steps, {
    nouns: ["step", "stage", "page", "screen"],
    features: ["progress bar", "validation", "back button", "next button", "stepper"],
    defaults: ["Account", "Team", "Plan", "Review", "Preferences", "Address", "Payment", "Profile"],
    usual: 4,
    least: 2,
    most: 8,
  });
  const steps = afterColon(reading, previous) ?? edited;
  const listed = new Set(steps.map((step) => step.toLowerCase()));
  const fields = editFields(reading, previous?.fields ?? [], []).filter(
    (field) => !listed.has(field.label.toLowerCase()),
  );
  return {
    // The review closes the row, wherever it was put by a count or an addition.
    steps: [...steps.filter((step) => !isReview(step)), ...steps.filter(isReview)],
    fields: fields.filter((field) => !/step/i.test(field.label) && field.type !== "file"),
    progress: choice(
      reading,
      { bar: ["progress bar", "bar"], steps: ["stepper", "numbered step", "circle"] },
      previous?.progress ?? "steps",
    ),
  };
}

export const wizard = defineKind<Spec>({
  name: "wizard",
  label: "a wizard",
  placement: "app",
  absorbs: ["*", ...othersThan("wizard")],
  words: {
    wizard: 11,
    "setup wizard": 13,
    "onboarding wizard": 13,
    onboarding: 9,
    "onboarding flow": 12,
    "multi step form": 13,
    "multistep form": 13,
    "multi step": 10,
    multistep: 10,
    "multi page form": 12,
    "step form": 10,
    "step by step form": 13,
    "step by step": 8,
    stepper: 10,
    assistent: 8,
    "asistente de configuracion": 10,
  },
  read,
  compose(spec, at) {
    const own = spec.fields.map(
      (field): StepField => ({
        label: field.label,
        type: field.type === "file" || field.type === "time" ? "text" : field.type,
        ...(field.options ? { options: field.options } : {}),
        ...(field.placeholder ? { placeholder: field.placeholder } : {}),
        required: field.required,
      }),
    );
    const steps = spec.steps.map((title, index) => {
      const review = isReview(title) && index === spec.steps.length - 1;
      const usual = stepOf(title);
      if (review) return { title, hint: "Check everything before you finish.", fields: [] };
      return { title, hint: usual.hint, fields: index === 0 && own.length > 0 ? own : usual.fields };
    });
    const types = new Set(steps.flatMap((step) => step.fields.map((field) => field.type)));
    const numbered = spec.progress === "steps";
    const source = steps.map(
      (step) =>
        `{ title: ${literal(step.title)}, hint: ${literal(step.hint)}, fields: [${step.fields
          .map(
            (field) =>
              `\n${literal({ name: camel(`${step.title} ${field.label}`), label: field.label, type: field.type, required: field.required ?? field.type !== "checkbox", options: field.options, notes: field.notes, placeholder: field.placeholder })},`,
          )
          .join("")}] },`,
    );
    return code`
      interface Field {
        name: string;
        label: string;
        type: ${[...types].map((type) => `"${type}"`).join(" | ")};
        required: boolean;
        options?: string[];
        notes?: string[];
        placeholder?: string;
      }

      interface Step {
        title: string;
        hint: string;
        /** Empty in the last step, which shows what was entered. */
        fields: Field[];
      }

      const steps: Step[] = [
        ${source}
      ];

      function errorOf(field: Field, value: string): string {
        if (field.required && value.trim() === "") return \`\${field.label} is required.\`;
        ${types.has("email") && 'if (field.type === "email" && value !== "" && !/^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$/.test(value)) return "Enter a valid email address.";'}
        ${types.has("password") && 'if (field.type === "password" && value.length < 8) return "Use at least 8 characters.";'}
        return "";
      }

      export default function ${at.component}() {
        const [current, setCurrent] = useState(0);
        ${numbered && "const [reached, setReached] = useState(0);"}
        const [values, setValues] = useState<Record<string, string>>({});
        const [errors, setErrors] = useState<Record<string, string>>({});
        const [done, setDone] = useState(false);
        const heading = useRef<HTMLHeadingElement>(null);
        const step = steps[current];
        const last = current === steps.length - 1;

        function goTo(index: number) {
          setErrors({});
          setCurrent(index);
          ${numbered && "setReached((furthest) => Math.max(furthest, index));"}
          requestAnimationFrame(() => heading.current?.focus());
        }

        function update(name: string, value: string) {
          setValues((before) => ({ ...before, [name]: value }));
          setErrors((before) => ({ ...before, [name]: "" }));
        }

        function submit(event: FormEvent<HTMLFormElement>) {
          event.preventDefault();
          const found: Record<string, string> = {};
          for (const field of step?.fields ?? []) {
            const error = errorOf(field, values[field.name] ?? "");
            if (error !== "") found[field.name] = error;
          }
          setErrors(found);
          const first = Object.keys(found)[0];
          if (first !== undefined) document.getElementById(first)?.focus();
          else if (last) setDone(true);
          else goTo(current + 1);
        }

        function restart() {
          setDone(false);
          setValues({});
          ${numbered && "setReached(0);"}
          setCurrent(0);
        }

        if (done || !step) {
          return (
            <main className="${at.root} ${!at.alone && "py-16"} flex items-center justify-center p-6">
              <div role="status" className="flex max-w-sm flex-col items-center text-center">
                <span className="flex size-14 items-center justify-center rounded-full ${at.accent.soft}"><CheckIcon className="size-7" aria-hidden="true" /></span>
                <h1 className="mt-6 text-2xl ${at.headingColor} font-semibold tracking-tight">You are all set</h1>
                <p className="mt-2 text-muted-foreground">Everything you entered is complete. Nothing left this page.</p>
                <Button variant="outline" className="mt-6" onClick={restart}>Start again</Button>
              </div>
            </main>
          );
        }

        return (
          <main className="${at.root} ${!at.alone && "py-16"} flex items-start justify-center p-4 sm:items-center sm:p-6">
            <div className="w-full max-w-2xl">
              <div className="mb-8">
                <h1 className="${at.size.card} ${at.headingColor} font-semibold tracking-tight">${text(at.title(at.brand ? `Set up ${at.brand}` : "Get started"))}</h1>
                <p className="mt-1 text-sm text-muted-foreground">${text(at.subtitle("It takes about two minutes."))}</p>
              </div>
              ${
                spec.progress === "bar"
                  ? `<div className="mb-8">
                <div className="mb-2 flex justify-between text-sm">
                  <span className="font-medium">{step.title}</span>
                  <span className="text-muted-foreground tabular-nums">{current + 1} of {steps.length}</span>
                </div>
                <Progress value={((current + 1) / steps.length) * 100} className="${progressFill(at.accent)}" aria-label="Progress" />
              </div>`
                  : `<ol className="mb-8 flex items-center gap-2" aria-label="Steps">
                {steps.map((other, index) => (
                  <li key={other.title} className="flex flex-1 items-center gap-2 last:flex-none">
                    <button
                      type="button"
                      disabled={index > reached}
                      aria-current={index === current ? "step" : undefined}
                      onClick={() => goTo(index)}
                      className="flex items-center gap-2 rounded-md text-sm outline-none focus-visible:ring-[3px] focus-visible:ring-ring/50 disabled:cursor-not-allowed"
                    >
                      <span
                        className={cn(
                          "flex size-7 shrink-0 items-center justify-center rounded-full border text-xs font-medium transition-colors",
                          index < current && "border-transparent ${at.accent.solid || "bg-primary text-primary-foreground"}",
                          index === current && "${at.accent.border} ${at.accent.text}",
                          index > current && "text-muted-foreground",
                        )}
                      >
                        {index < current ? <CheckIcon className="size-3.5" aria-hidden="true" /> : index + 1}
                      </span>
                      <span className={cn("${spec.steps.length > 5 ? "hidden" : "hidden sm:inline"}", index === current ? "font-medium" : "text-muted-foreground")}>{other.title}</span>
                    </button>
                    {index < steps.length - 1 && <span className={cn("h-px flex-1", index < current ? "${at.accent.fill}" : "bg-border")} aria-hidden="true" />}
                  </li>
                ))}
              </ol>`
              }
              <Card>
                <form onSubmit={submit} noValidate className="contents">
                  <CardHeader>
                    <CardTitle><h2 ref={heading} tabIndex={-1} className="text-lg outline-none">{step.title}</h2></CardTitle>
                    <CardDescription>{step.hint}</CardDescription>
                  </CardHeader>
                  <CardContent className="grid ${at.space.stack}">
                    {step.fields.map((field) => {
                      const value = values[field.name] ?? "";
                      const error = errors[field.name] ?? "";
                      const described = error === "" ? undefined : field.name + "-error";
                      return (
                        <div key={field.name} className="grid gap-2">
                          ${
                            types.has("checkbox") &&
                            `{field.type === "checkbox" && (
                            <div className="flex items-center gap-2">
                              <Checkbox id={field.name} checked={value === "Yes"} onCheckedChange={(checked) => update(field.name, checked === true ? "Yes" : "")} />
                              <Label htmlFor={field.name} className="font-normal">{field.label}</Label>
                            </div>
                          )}`
                          }
                          ${types.has("checkbox") && '{field.type !== "checkbox" && ('}
                          <Label ${types.has("choice") ? 'id={field.name + "-label"}' : ""} htmlFor={field.name}>
                            {field.label}
                            {!field.required && <span className="font-normal text-muted-foreground">(optional)</span>}
                          </Label>
                          ${types.has("checkbox") && ")}"}
                          ${
                            types.has("choice") &&
                            `{field.type === "choice" && (
                            <RadioGroup value={value} onValueChange={(next) => update(field.name, next)} aria-labelledby={field.name + "-label"} aria-describedby={described}>
                              {field.options?.map((option, index) => (
                                <Label key={option} className={cn("flex cursor-pointer items-center gap-3 rounded-lg border p-4 transition-colors hover:bg-muted/50", value === option && "${at.accent.border} bg-muted/50")}>
                                  <RadioGroupItem id={index === 0 ? field.name : undefined} value={option} />
                                  <span className="grid gap-1">
                                    <span className="font-medium">{option}</span>
                                    <span className="text-sm font-normal text-muted-foreground">{field.notes?.[index]}</span>
                                  </span>
                                </Label>
                              ))}
                            </RadioGroup>
                          )}`
                          }
                          ${
                            types.has("select") &&
                            `{field.type === "select" && (
                            <Select value={value} onValueChange={(next) => update(field.name, next)}>
                              <SelectTrigger id={field.name} className="w-full" aria-invalid={error !== ""} aria-describedby={described}><SelectValue placeholder="Choose one" /></SelectTrigger>
                              <SelectContent>{field.options?.map((option) => <SelectItem key={option} value={option}>{option}</SelectItem>)}</SelectContent>
                            </Select>
                          )}`
                          }
                          ${types.has("textarea") && '{field.type === "textarea" && <Textarea id={field.name} rows={4} value={value} placeholder={field.placeholder} aria-invalid={error !== ""} aria-describedby={described} onChange={(event) => update(field.name, event.target.value)} />}'}
                          ${plainInput(types)}
                          {error !== "" && <p id={field.name + "-error"} className="text-sm text-destructive">{error}</p>}
                        </div>
                      );
                    })}
                    {step.fields.length === 0 && (
                      <div className="grid gap-4">
                        {steps.slice(0, -1).map((other, index) => (
                          <section key={other.title} className="rounded-lg border p-4">
                            <div className="flex items-center justify-between">
                              <h3 className="text-sm font-medium">{other.title}</h3>
                              <Button type="button" variant="ghost" size="sm" aria-label={"Edit " + other.title} onClick={() => goTo(index)}>Edit</Button>
                            </div>
                            <dl className="mt-2 grid gap-1.5">
                              {other.fields.map((field) => (
                                <div key={field.name} className="flex justify-between gap-4 text-sm">
                                  <dt className="text-muted-foreground">{field.label}</dt>
                                  <dd className="truncate text-right">${types.has("password") ? '{field.type === "password" ? "••••••••" : values[field.name] || "Not given"}' : '{values[field.name] || "Not given"}'}</dd>
                                </div>
                              ))}
                            </dl>
                          </section>
                        ))}
                      </div>
                    )}
                  </CardContent>
                  <CardFooter className="justify-between gap-2 border-t">
                    <Button type="button" variant="ghost" disabled={current === 0} onClick={() => goTo(current - 1)}>
                      <ArrowLeftIcon aria-hidden="true" />
                      Back
                    </Button>
                    <Button type="submit" className="${at.solid}">
                      {last ? ${literal(at.button("Finish"))} : "Continue"}
                      {!last && <ArrowRightIcon aria-hidden="true" />}
                    </Button>
                  </CardFooter>
                </form>
              </Card>
            </div>
          </main>
        );
      }
    `;
  },
  describe: (spec) =>
    spoken([
      `${counted(spec.steps.length, "step")} (${spoken(spec.steps)})`,
      "validation",
      "back and continue",
      "a last page",
    ]),
  followUps: (spec) => [
    spec.steps.includes("Payment") ? "remove the step Payment" : "add a step Payment",
    spec.progress === "bar" ? "use a stepper" : "use a progress bar",
    `rename ${spec.steps[1] ?? "Team"} to Details`,
  ],
});

/** Everything that is a one-line input; a condition only where the wizard has other controls as well. */
function plainInput(types: ReadonlySet<string>): string {
  const others = ["checkbox", "choice", "select", "textarea"].filter((type) => types.has(type));
  if (others.length === types.size) return "";
  const input = `<Input id={field.name} type={field.type} value={value} placeholder={field.placeholder} aria-invalid={error !== ""} aria-describedby={described} onChange={(event) => update(field.name, event.target.value)} />`;
  return others.length === 0
    ? input
    : `{${others.map((type) => `field.type !== "${type}"`).join(" && ")} && (${input})}`;
}
