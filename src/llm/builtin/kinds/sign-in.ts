import { text } from "../code/escape.ts";
import { code } from "../code/template.ts";
import { defineKind } from "../kind.ts";
import { says, wants } from "../reading/ask.ts";
import type { Reading } from "../reading/reading.ts";
import { spoken } from "../reading/words.ts";

interface Spec {
  /** Providers offered beside the password. */
  social: string[];
  remember: boolean;
  forgot: boolean;
  /** Whether a link to sign-up stands below. */
  signUp: boolean;
  /** A picture-like panel beside the form. */
  split: boolean;
}

const providers = ["Google", "GitHub", "Apple", "Microsoft", "GitLab", "Slack"];

function read(reading: Reading, previous: Spec | undefined): Spec {
  return {
    social: readSocial(reading, previous?.social ?? []),
    remember: wants(reading, ["remember me", "remember", "keep me signed in"], previous?.remember ?? true),
    forgot: wants(reading, ["forgot password", "forgot", "reset password"], previous?.forgot ?? true),
    signUp: wants(reading, ["sign up link", "register link", "create account", "sign up"], previous?.signUp ?? true),
    split: wants(
      reading,
      ["split", "two column", "side panel", "image", "illustration", "side by side"],
      previous?.split ?? false,
    ),
  };
}

/** Social providers after a turn; "social login" alone means the first two. */
export function readSocial(reading: Reading, previous: readonly string[]): string[] {
  let social = [...previous];
  for (const provider of providers) {
    const wanted = wants(reading, [provider.toLowerCase()], social.includes(provider));
    social = social.filter((name) => name !== provider);
    if (wanted) social.push(provider);
  }
  const generic = ["social", "oauth", "sso", "social login", "social button"];
  if (says(reading, generic)) {
    if (!wants(reading, generic, true)) return [];
    if (social.length === 0) return ["Google", "GitHub"];
  }
  return providers.filter((provider) => social.includes(provider));
}

/** The buttons of the social providers and the line under them, or nothing. */
export function socialButtons(social: readonly string[], verb: string): string {
  if (social.length === 0) return "";
  return code`
    <div className="grid gap-2 ${social.length === 2 && "sm:grid-cols-2"}">
      ${social.map((name) => `<Button type="button" variant="outline" onClick={() => setNotice(${JSON.stringify(`${verb} with ${name} is not connected in this sample.`)})}>${name}</Button>`)}
    </div>
    <div className="flex items-center gap-3 text-xs text-muted-foreground">
      <Separator className="flex-1" />
      or with your email
      <Separator className="flex-1" />
    </div>`;
}

export const signIn = defineKind<Spec>({
  name: "sign-in",
  label: "a sign-in form",
  placement: "app",
  absorbs: ["sign-up"],
  words: {
    "sign in": 10,
    signin: 10,
    login: 10,
    "log in": 10,
    "login form": 12,
    "login page": 12,
    "sign in form": 12,
    authentication: 6,
    auth: 5,
    anmeldung: 10,
    anmelden: 10,
    anmeldeformular: 12,
    connexion: 10,
    "se connecter": 10,
    "iniciar sesion": 10,
    "inicio de sesion": 10,
    password: 2,
  },
  read,
  compose(spec, at) {
    const brand = at.brand ?? "Acme";
    return code`
      interface Errors {
        email?: string;
        password?: string;
      }

      function validate(email: string, password: string): Errors {
        const errors: Errors = {};
        if (!/^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$/.test(email)) errors.email = "Enter a valid email address.";
        if (password.length < 8) errors.password = "The password has at least 8 characters.";
        return errors;
      }

      export default function ${at.component}() {
        const [errors, setErrors] = useState<Errors>({});
        const [visible, setVisible] = useState(false);
        const [notice, setNotice] = useState("");

        function submit(event: FormEvent<HTMLFormElement>) {
          event.preventDefault();
          const data = new FormData(event.currentTarget);
          const found = validate(String(data.get("email") ?? ""), String(data.get("password") ?? ""));
          setErrors(found);
          setNotice(Object.keys(found).length === 0 ? "Welcome back. You are signed in." : "");
        }

        return (
          <main className="${at.root} ${!at.alone && "py-16"} ${spec.split ? "grid md:grid-cols-2" : "flex items-center justify-center p-6"}">
            ${
              spec.split &&
              code`<div className="relative hidden flex-col justify-between overflow-hidden ${at.solid === "" ? "bg-primary text-primary-foreground" : at.solid.replace(/ ?hover:\S+/g, "")} p-10 md:flex">
                <p className="text-lg font-semibold tracking-tight">${text(brand)}</p>
                <div className="absolute -top-24 -right-24 size-96 rounded-full border border-current opacity-15" aria-hidden="true" />
                <div className="absolute -top-8 -right-40 size-[36rem] rounded-full border border-current opacity-15" aria-hidden="true" />
                <p className="max-w-md text-3xl font-semibold tracking-tight text-balance">Everything your team needs, in one calm place.</p>
              </div>`
            }
            <div className="${spec.split ? "flex items-center justify-center p-6" : "w-full max-w-sm"}">
              <Card className="w-full max-w-sm">
                <CardHeader className="text-center">
                  <CardTitle className="${at.size.card} ${at.headingColor}">
                    <h1>${text(at.title(at.brand ? `Sign in to ${at.brand}` : "Welcome back"))}</h1>
                  </CardTitle>
                  <CardDescription>${text(at.subtitle("Enter your email and password to continue."))}</CardDescription>
                </CardHeader>
                <CardContent>
                  <form onSubmit={submit} noValidate className="grid ${at.space.stack}">
                    ${socialButtons(spec.social, "Sign-in")}
                    <div className="grid gap-2">
                      <Label htmlFor="email">Email</Label>
                      <Input
                        id="email" name="email" type="email" autoComplete="email" placeholder="you@example.com"
                        aria-invalid={Boolean(errors.email)}
                        aria-describedby={errors.email ? "email-error" : undefined}
                      />
                      {errors.email && <p id="email-error" className="text-sm text-destructive">{errors.email}</p>}
                    </div>
                    <div className="grid gap-2">
                      <div className="flex items-center justify-between">
                        <Label htmlFor="password">Password</Label>
                        ${spec.forgot && `<Button type="button" variant="link" className="h-auto p-0 text-sm text-muted-foreground" onClick={() => setNotice("If the address is known, a reset link is on its way.")}>Forgot password?</Button>`}
                      </div>
                      <div className="relative">
                        <Input
                          id="password" name="password" type={visible ? "text" : "password"} autoComplete="current-password" className="pr-10"
                          aria-invalid={Boolean(errors.password)}
                          aria-describedby={errors.password ? "password-error" : undefined}
                        />
                        <Button
                          type="button" variant="ghost" size="icon" className="absolute inset-y-0 right-0 h-full"
                          aria-label={visible ? "Hide password" : "Show password"} aria-pressed={visible}
                          onClick={() => setVisible(!visible)}
                        >
                          {visible ? <EyeOffIcon /> : <EyeIcon />}
                        </Button>
                      </div>
                      {errors.password && <p id="password-error" className="text-sm text-destructive">{errors.password}</p>}
                    </div>
                    ${
                      spec.remember &&
                      `<div className="flex items-center gap-2">
                      <Checkbox id="remember" name="remember" />
                      <Label htmlFor="remember" className="font-normal">Keep me signed in</Label>
                    </div>`
                    }
                    <Button type="submit" className="w-full ${at.solid}">${text(at.button("Sign in"))}</Button>
                    <p role="status" className="text-center text-sm text-muted-foreground empty:hidden">{notice}</p>
                  </form>
                </CardContent>
                ${
                  spec.signUp &&
                  `<CardFooter className="justify-center gap-1 text-sm text-muted-foreground">
                  New here?
                  <a href="#sign-up" className="font-medium ${at.accent.text} underline-offset-4 hover:underline">Create an account</a>
                </CardFooter>`
                }
              </Card>
            </div>
          </main>
        );
      }
    `;
  },
  describe: (spec) =>
    spoken([
      "email",
      "password",
      "validation messages",
      spec.remember && "a remember-me box",
      spec.forgot && "a link for a forgotten password",
      spec.social.length > 0 && `${spoken(spec.social)} buttons`,
    ]),
  followUps: (spec) => [
    spec.social.length > 0 ? "remove the social buttons" : "add Google and GitHub buttons",
    spec.split ? "remove the side panel" : "add a side panel",
    "title 'Good to see you'",
  ],
});
