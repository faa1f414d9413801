import { literal, text } from "../code/escape.ts";
import { code } from "../code/template.ts";
import { defineKind } from "../kind.ts";
import { choice, says, wants } from "../reading/ask.ts";
import type { Reading } from "../reading/reading.ts";
import { camel, counted, singular, spoken } from "../reading/words.ts";
import { checkedFill, editMembers, othersThan } from "./app-parts.ts";
import { sectionOf } from "./settings-sections.ts";

interface Spec {
  sections: string[];
  layout: "sidebar" | "tabs";
  /** Deleting the account, behind a confirmation. */
  danger: boolean;
  /** Switches that were asked for by name; they stand in the first section. */
  switches: string[];
}

function read(reading: Reading, previous: Spec | undefined): Spec {
  const features = [
    "tab",
    "sidebar",
    "switch",
    "toggle",
    "save bar",
    "save button",
    "danger zone",
    "form",
    "dark mode toggle",
  ];
  const sections = ["section", "tab", "page", "category", "area"];
  const usual = ["Profile", "Account", "Notifications", "Appearance", "Security", "Billing", "Privacy", "Integrations"];
  // "notification settings" begin with the notifications.
  const led = reading.first
    ? usual.find((name) => says(reading, [`${singular(name.toLowerCase())} setting`]))
    : undefined;
  const switches = ["switch", "toggle", "checkbox", "option"];
  return {
    sections: editMembers(reading, previous?.sections, {
      nouns: sections,
      others: switches,
      features,
      defaults: led === undefined ? usual : [led, ...usual.filter((name) => name !== led)],
      usual: 5,
      most: 9,
    }).filter((name) => !/^danger zone$/i.test(name)),
    layout: choice(
      reading,
      {
        tabs: [
          ...(reading.first ? ["tab"] : []),
          "with tabs",
          "use tabs",
          "tab layout",
          "horizontal tab",
          "tabbed",
          "as tabs",
        ],
        sidebar: ["sidebar", "side navigation", "side nav", "left navigation", "vertical"],
      },
      previous?.layout ?? "sidebar",
    ),
    danger: wants(reading, ["danger zone", "delete account", "danger"], previous?.danger ?? true),
    switches: editMembers(reading, previous?.switches ?? [], {
      nouns: switches,
      others: sections,
      features,
      defaults: [],
      least: 0,
      most: 8,
    }).filter((name) => !/^(?:item|the )/i.test(name)),
  };
}

export const settings = defineKind<Spec>({
  name: "settings",
  label: "a settings page",
  placement: "app",
  absorbs: [...othersThan("settings"), "sidebar"],
  words: {
    setting: 9,
    "settings page": 13,
    "settings form": 13,
    "settings panel": 13,
    "account settings": 13,
    "user settings": 13,
    "profile settings": 14,
    "notification settings": 14,
    "app settings": 13,
    "team settings": 13,
    "workspace settings": 13,
    preference: 8,
    "preferences page": 12,
    einstellung: 10,
    einstellungen: 10,
    parametres: 9,
    ajustes: 9,
    configuracion: 9,
  },
  read,
  compose(spec, at) {
    const used = new Set<string>();
    const name = (section: string, label: string) => {
      let key = camel(`${section} ${label}`);
      while (used.has(key)) key += "Too";
      used.add(key);
      return key;
    };
    const sections = spec.sections.map((section, index) => {
      const template = sectionOf(section);
      const extra =
        index === 0
          ? spec.switches.map((label) => ({
              kind: "switch" as const,
              label,
              value: "on",
              hint: undefined,
              options: undefined,
            }))
          : [];
      const controls = [...template.controls, ...extra].map((control) => ({
        name: name(section, control.label),
        kind: control.kind,
        label: control.label,
        hint: control.hint,
        options: control.options,
        value: control.value,
      }));
      return { section, template, controls };
    });
    const kinds = new Set(sections.flatMap((section) => section.controls.map((control) => control.kind)));
    const source = sections.map(
      ({ section, template, controls }) =>
        `{ name: ${literal(section)}, hint: ${literal(template.hint)}, icon: ${template.icon}, controls: [${controls.map((control) => `\n${literal(control)},`).join("")}] },`,
    );
    const inputs = [...kinds].filter((kind) => kind === "text" || kind === "email" || kind === "password");
    const checked = checkedFill(at.accent);
    const tabs = spec.layout === "tabs";
    const first = spec.sections[0] ?? "";
    const content = code`
      {sections.map((section) => (
        <TabsContent key={section.name} value={section.name}>
          <section className="rounded-xl border bg-card text-card-foreground shadow-xs" aria-label={section.name}>
            <div className="border-b px-5 py-4 sm:px-6">
              <h2 className="font-semibold tracking-tight">{section.name}</h2>
              <p className="mt-0.5 text-sm text-muted-foreground">{section.hint}</p>
            </div>
            <div className="divide-y">
              {section.controls.map((control) => (
                <div key={control.name} className="grid gap-3 px-5 py-4 sm:grid-cols-[1fr_minmax(0,18rem)] sm:items-center sm:gap-6 sm:px-6">
                  <div>
                    <Label htmlFor={control.name}>{control.label}</Label>
                    {control.hint && <p id={control.name + "-hint"} className="mt-1 text-sm text-muted-foreground">{control.hint}</p>}
                  </div>
                  ${
                    kinds.has("switch") &&
                    `{control.kind === "switch" && (
                    <Switch id={control.name} className="sm:justify-self-end ${checked}" checked={valueOf(control) === "on"} onCheckedChange={(on) => update(control.name, on ? "on" : "off")} aria-describedby={control.hint ? control.name + "-hint" : undefined} />
                  )}`
                  }
                  ${
                    kinds.has("select") &&
                    `{control.kind === "select" && (
                    <Select value={valueOf(control)} onValueChange={(value) => update(control.name, value)}>
                      <SelectTrigger id={control.name} className="w-full"><SelectValue /></SelectTrigger>
                      <SelectContent>{control.options?.map((option) => <SelectItem key={option} value={option}>{option}</SelectItem>)}</SelectContent>
                    </Select>
                  )}`
                  }
                  ${kinds.has("textarea") && '{control.kind === "textarea" && <Textarea id={control.name} rows={3} value={valueOf(control)} onChange={(event) => update(control.name, event.target.value)} />}'}
                  ${
                    inputs.length > 0 &&
                    `{(${inputs.map((kind) => `control.kind === "${kind}"`).join(" || ")}) && (
                    <Input id={control.name} type={control.kind} ${inputs.includes("password") ? 'autoComplete={control.kind === "password" ? "new-password" : undefined}' : ""} value={valueOf(control)} onChange={(event) => update(control.name, event.target.value)} />
                  )}`
                  }
                </div>
              ))}
            </div>
          </section>
        </TabsContent>
      ))}
      ${
        spec.danger &&
        code`{active === ${literal(first)} && (
        <section className="mt-6 rounded-xl border border-destructive/40 bg-card" aria-label="Danger zone">
          <div className="flex flex-wrap items-center justify-between gap-4 px-5 py-4 sm:px-6">
            <div>
              <h2 className="font-semibold tracking-tight text-destructive">Danger zone</h2>
              <p className="mt-0.5 text-sm text-muted-foreground">Deleting the account removes everything in it, for good.</p>
            </div>
            <AlertDialog onOpenChange={() => setPhrase("")}>
              <AlertDialogTrigger asChild><Button variant="destructive" disabled={deleted}>{deleted ? "Deletion requested" : "Delete account"}</Button></AlertDialogTrigger>
              <AlertDialogContent>
                <AlertDialogHeader>
                  <AlertDialogTitle>Delete the account?</AlertDialogTitle>
                  <AlertDialogDescription>Projects, files and messages are gone afterwards. Type DELETE to confirm.</AlertDialogDescription>
                </AlertDialogHeader>
                <Input aria-label="Type DELETE to confirm" placeholder="DELETE" value={phrase} onChange={(event) => setPhrase(event.target.value)} />
                <AlertDialogFooter>
                  <AlertDialogCancel>Keep it</AlertDialogCancel>
                  <AlertDialogAction className="bg-destructive text-white hover:bg-destructive/90 dark:bg-destructive/60" disabled={phrase !== "DELETE"} onClick={() => { setDeleted(true); setNotice("Deletion was requested. Nothing happens in this sample."); }}>Delete for good</AlertDialogAction>
                </AlertDialogFooter>
              </AlertDialogContent>
            </AlertDialog>
          </div>
        </section>
      )}`
      }`;
    return code`
      interface Control {
        name: string;
        kind: ${[...kinds].map((kind) => `"${kind}"`).join(" | ")};
        label: string;
        hint?: string;
        options?: string[];
        /** What is saved; a switch is "on" or "off". */
        value: string;
      }

      interface SettingsSection {
        name: string;
        hint: string;
        icon: LucideIcon;
        controls: Control[];
      }

      const sections: SettingsSection[] = [
        ${source}
      ];

      export default function ${at.component}() {
        const [active, setActive] = useState(${literal(first)});
        const [saved, setSaved] = useState<Record<string, string>>({});
        const [changes, setChanges] = useState<Record<string, string>>({});
        const [notice, setNotice] = useState("");
        ${spec.danger && 'const [phrase, setPhrase] = useState("");\nconst [deleted, setDeleted] = useState(false);'}
        const count = Object.keys(changes).length;

        const savedOf = (control: Control) => saved[control.name] ?? control.value;
        const valueOf = (control: Control) => changes[control.name] ?? savedOf(control);

        function update(name: string, value: string) {
          const control = sections.flatMap((section) => section.controls).find((other) => other.name === name);
          setNotice("");
          setChanges((current) => {
            const { [name]: _, ...others } = current;
            return control && savedOf(control) === value ? others : { ...others, [name]: value };
          });
        }

        function save() {
          setSaved({ ...saved, ...changes });
          setChanges({});
          setNotice("Your changes are saved.");
        }

        return (
          <main className="${at.root} px-4 py-8 pb-28 sm:px-6 sm:py-10 sm:pb-28">
            <div className="mx-auto max-w-5xl">
              <h1 className="text-2xl ${at.headingColor} font-semibold tracking-tight">${text(at.title(at.brand ? `${at.brand} settings` : "Settings"))}</h1>
              <p className="mt-1 text-sm text-muted-foreground">${text(at.subtitle("Manage your account and how it behaves."))}</p>
              <Tabs value={active} onValueChange={setActive} ${tabs ? "" : 'orientation="vertical"'} className="mt-8 ${tabs ? "gap-6" : "grid items-start gap-6 md:grid-cols-[13rem_minmax(0,1fr)] md:gap-10"}">
                <div className="overflow-x-auto">
                  <TabsList className="${tabs ? "" : "h-auto w-full justify-start gap-1 bg-transparent p-0 max-md:!flex-row"}">
                    {sections.map((section) => (
                      <TabsTrigger key={section.name} value={section.name} className="${tabs ? "px-3" : "h-9 w-auto flex-none justify-start gap-2 px-3 text-muted-foreground shadow-none max-md:w-auto! hover:bg-muted/60 data-[state=active]:bg-muted! data-[state=active]:text-foreground data-[state=active]:shadow-none! md:w-full dark:data-[state=active]:border-transparent!"}">
                        <section.icon aria-hidden="true" />
                        {section.name}
                      </TabsTrigger>
                    ))}
                  </TabsList>
                </div>
                <div className="min-w-0">
                  ${content}
                  <p role="status" className="mt-4 text-sm text-muted-foreground empty:hidden">{notice}</p>
                </div>
              </Tabs>
            </div>
            {count > 0 && (
              <div role="region" aria-label="Unsaved changes" className="fixed inset-x-4 bottom-4 z-40 mx-auto flex max-w-lg items-center gap-2 rounded-xl border bg-popover px-4 py-3 text-popover-foreground shadow-lg">
                <p className="mr-auto text-sm">{count === 1 ? "One unsaved change" : count + " unsaved changes"}</p>
                <Button variant="ghost" size="sm" onClick={() => setChanges({})}>Discard</Button>
                <Button size="sm" className="${at.solid}" onClick={save}>${text(at.button("Save changes"))}</Button>
              </div>
            )}
          </main>
        );
      }
    `;
  },
  describe: (spec) =>
    spoken([
      `${counted(spec.sections.length, "section")} (${spoken(spec.sections)}) ${spec.layout === "tabs" ? "in tabs" : "beside a navigation"}`,
      "a save bar",
      spec.danger && "a danger zone with a confirmation",
    ]),
  followUps: (spec) => [
    spec.sections.includes("Integrations") ? "remove the section Integrations" : "add a section Integrations",
    spec.layout === "tabs" ? "use a sidebar" : "use tabs",
    spec.danger ? "remove the danger zone" : "add a danger zone",
  ],
});
