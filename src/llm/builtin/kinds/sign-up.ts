import { text } from "../code/escape.ts";
import { code } from "../code/template.ts";
import { defineKind } from "../kind.ts";
import { editFields, wants } from "../reading/ask.ts";
import { distinct, type Field, fieldOf } from "../reading/fields.ts";
import type { Reading } from "../reading/reading.ts";
import { spoken } from "../reading/words.ts";
import { fieldRows, formLogic } from "./form-parts.ts";
import { readSocial, socialButtons } from "./sign-in.ts";

interface Spec {
  fields: Field[];
  social: string[];
  terms: boolean;
  /** A meter under the password. */
  strength: boolean;
}

const usual = ["name", "email", "password"].map(fieldOf);

function read(reading: Reading, previous: Spec | undefined): Spec {
  const listed = editFields(reading, previous?.fields, usual).filter((field) => field.name !== "terms");
  const fields = listed.some((field) => /^(?:email|username|phone)$/.test(field.name))
    ? listed
    : distinct([...usual, ...listed]);
  const complete =
    reading.first && !fields.some((field) => field.type === "password") && !/\bpassword\b/i.test(reading.source.text)
      ? [...fields, fieldOf("password")]
      : fields;
  return {
    fields: complete,
    social: readSocial(reading, previous?.social ?? []),
    terms: wants(reading, ["term", "terms checkbox", "conditions", "privacy", "consent"], previous?.terms ?? true),
    strength: wants(reading, ["strength", "password strength", "strength meter"], previous?.strength ?? true),
  };
}

export const signUp = defineKind<Spec>({
  name: "sign-up",
  label: "a sign-up form",
  placement: "app",
  absorbs: ["sign-in", "profile"],
  words: {
    "sign up": 10,
    signup: 10,
    "sign up form": 12,
    "sign up page": 12,
    register: 10,
    registration: 10,
    "registration form": 12,
    "create account": 8,
    "create an account": 8,
    registrierung: 10,
    registrieren: 10,
    inscription: 10,
    sinscrire: 10,
    registro: 10,
    registrarse: 10,
    join: 4,
  },
  read,
  compose(spec, at) {
    const password = spec.strength && spec.fields.some((field) => field.name === "password");
    return code`
      ${formLogic(spec.fields)}

      ${
        password &&
        `function strengthOf(password: string): number {
        const checks = [password.length >= 8, password.length >= 12, /[A-Z]/.test(password) && /[a-z]/.test(password), /\\d/.test(password), /[^A-Za-z0-9]/.test(password)];
        return checks.filter(Boolean).length;
      }

      const strengthLabels = ["Too short", "Weak", "Fair", "Good", "Strong", "Very strong"];`
      }

      export default function ${at.component}() {
        const [values, setValues] = useState<Record<string, string>>({});
        const [errors, setErrors] = useState<Record<string, string>>({});
        ${spec.terms && "const [accepted, setAccepted] = useState(false);"}
        const [notice, setNotice] = useState("");
        ${password && 'const strength = strengthOf(values["password"] ?? "");'}

        function update(name: string, value: string) {
          setValues((current) => ({ ...current, [name]: value }));
          setErrors((current) => ({ ...current, [name]: "" }));
        }

        function submit(event: FormEvent<HTMLFormElement>) {
          event.preventDefault();
          const found = validate(values);
          ${spec.terms && 'if (!accepted) found["terms"] = "Please accept the terms to continue.";'}
          setErrors(found);
          setNotice(Object.keys(found).length === 0 ? "Your account is ready." : "");
        }

        return (
          <main className="${at.root} ${!at.alone && "py-16"} flex items-center justify-center p-6">
            <Card className="w-full max-w-md">
              <CardHeader className="text-center">
                <CardTitle className="${at.size.card} ${at.headingColor}">
                  <h1>${text(at.title(at.brand ? `Join ${at.brand}` : "Create your account"))}</h1>
                </CardTitle>
                <CardDescription>${text(at.subtitle("It takes less than a minute."))}</CardDescription>
              </CardHeader>
              <CardContent>
                <form onSubmit={submit} noValidate className="grid ${at.space.stack}">
                  ${socialButtons(spec.social, "Sign-up")}
                  ${fieldRows(spec.fields)}
                  ${
                    password &&
                    code`<div className="grid gap-1.5">
                    <Progress value={strength * 20} aria-label="Password strength" />
                    <p className="text-xs text-muted-foreground" aria-live="polite">Password strength: {strengthLabels[strength]}</p>
                  </div>`
                  }
                  ${
                    spec.terms &&
                    `<div className="grid gap-1.5">
                    <div className="flex items-start gap-2">
                      <Checkbox
                        id="terms" checked={accepted} onCheckedChange={(checked) => setAccepted(checked === true)}
                        aria-invalid={Boolean(errors["terms"])} aria-describedby={errors["terms"] ? "terms-error" : undefined}
                      />
                      <Label htmlFor="terms" className="leading-snug font-normal">I accept the terms and the privacy notice</Label>
                    </div>
                    {errors["terms"] && <p id="terms-error" className="text-sm text-destructive">{errors["terms"]}</p>}
                  </div>`
                  }
                  <Button type="submit" className="w-full ${at.solid}">${text(at.button("Create account"))}</Button>
                  <p role="status" className="text-center text-sm text-muted-foreground empty:hidden">{notice}</p>
                </form>
              </CardContent>
              <CardFooter className="justify-center gap-1 text-sm text-muted-foreground">
                Already registered?
                <a href="#sign-in" className="font-medium ${at.accent.text} underline-offset-4 hover:underline">Sign in</a>
              </CardFooter>
            </Card>
          </main>
        );
      }
    `;
  },
  describe: (spec) =>
    spoken([
      ...spec.fields.map((field) => field.label.toLowerCase()),
      spec.terms && "terms to accept",
      spec.strength && "a strength meter",
      spec.social.length > 0 && `${spoken(spec.social)} buttons`,
    ]),
  followUps: (spec) => [
    spec.fields.some((field) => field.name === "phone") ? "remove the phone field" : "add a phone field",
    spec.social.length > 0 ? "remove the social buttons" : "add Google and GitHub buttons",
    "make the button blue",
  ],
});
