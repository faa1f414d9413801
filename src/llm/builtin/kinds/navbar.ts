import { attr, literal, rows, text } from "../code/escape.ts";
import { code } from "../code/template.ts";
import { defineKind } from "../kind.ts";
import { editNames, wants } from "../reading/ask.ts";
import { type Item, listsAfterWith } from "../reading/lists.ts";
import type { Reading } from "../reading/reading.ts";
import { kebab, sentence, spoken } from "../reading/words.ts";

interface Spec {
  links: string[];
  /** A menu behind one of the links, with its entries; empty for none. */
  menu: string[];
  search: boolean;
  action: boolean;
  signIn: boolean;
  theme: boolean;
  avatar: boolean;
  sticky: boolean;
}

const usual = ["Features", "Pricing", "Docs", "Blog", "About", "Contact", "Careers", "Changelog"];
const controls =
  /\b(?:logo|search|button|cta|avatar|menu|dropdown|toggle|switch|theme|hero|footer|sticky|sign|log|login|links?|items?|mobile|hamburger|section|features?|pricing tiers|navbar|responsive|user|profile|dark|brand|notification|\d+)\b/;

function read(reading: Reading, previous: Spec | undefined): Spec {
  const loose = reading.first && !previous ? listsAfterWith(reading.source).filter(isLink) : [];
  const rules = {
    nouns: ["link", "menu item", "nav item", "item", "tab", "entry"],
    defaults: usual,
    usual: 4,
    most: 9,
  };
  const named = editNames(reading, previous?.links, rules);
  const links =
    loose.length > 1 && named.every((name, index) => name === usual[index])
      ? loose.map((item) => sentence(item.text))
      : named;
  return {
    links: [...new Set(links)],
    menu: wants(reading, ["dropdown", "mega menu", "submenu", "drop down"], (previous?.menu.length ?? 0) > 0)
      ? ["Overview", "Guides", "Templates", "Help center"]
      : [],
    search: wants(reading, ["search", "search bar"], previous?.search ?? false),
    action: wants(reading, ["cta", "button", "call to action", "get started"], previous?.action ?? true),
    signIn: wants(reading, ["sign in", "login", "log in", "sign in link"], previous?.signIn ?? true),
    theme: wants(
      reading,
      ["theme toggle", "dark mode toggle", "theme switch", "dark mode switch", "dark toggle"],
      previous?.theme ?? false,
    ),
    avatar: wants(reading, ["avatar", "user menu", "profile menu", "account menu"], previous?.avatar ?? false),
    sticky: wants(reading, ["sticky", "fixed"], previous?.sticky ?? true),
  };
}

const isLink = (item: Item): boolean =>
  (item.quoted || !controls.test(item.norm)) && item.text.length <= 24 && item.norm.split(" ").length <= 2;

export const navbar = defineKind<Spec>({
  name: "navbar",
  label: "a navigation bar",
  placement: "top",
  absorbs: ["*"],
  words: {
    navbar: 12,
    "nav bar": 12,
    "navigation bar": 12,
    navigation: 8,
    nav: 8,
    "top bar": 10,
    "header bar": 10,
    header: 8,
    "site header": 10,
    menubar: 8,
    "menu bar": 8,
    navigationsleiste: 12,
    "barre de navigation": 12,
    "barra de navegacion": 12,
    kopfzeile: 8,
  },
  read,
  compose(spec, at) {
    const brand = at.brand ?? "Acme";
    const links = spec.links.map((label) => ({ label, href: `#${kebab(label)}` }));
    const actions = (mobile: boolean) => code`
      ${spec.signIn && !spec.avatar && `<Button asChild variant="ghost" ${mobile ? 'className="w-full"' : ""}><a href="#sign-in">Sign in</a></Button>`}
      ${spec.action && code`<Button asChild className="${mobile && "w-full"} ${at.solid}"><a href="#start">${text(at.button("Get started"))}</a></Button>`}`;
    return code`
      const links = ${rows(links)};
      ${spec.menu.length > 0 && `const resources = ${literal(spec.menu)};`}

      export default function ${at.component}() {
        const [current, setCurrent] = useState(${links[0] ? attr(links[0].href).replace(/^\{|\}$/g, "") : '""'});
        const [open, setOpen] = useState(false);
        ${spec.theme && "const [dark, setDark] = useState(false);"}
        ${
          spec.theme &&
          `
        function toggleTheme() {
          document.documentElement.classList.toggle("dark", !dark);
          setDark(!dark);
        }`
        }

        return (
          <header className="${at.root} ${spec.sticky && "sticky top-0 z-40"} border-b bg-background/90 px-4 backdrop-blur sm:px-6">
            <div className="mx-auto flex h-16 ${at.width} items-center gap-4">
              <a href="#top" className="flex items-center gap-2 font-semibold tracking-tight">
                <span className="flex size-7 items-center justify-center rounded-md ${at.solid === "" ? "bg-primary text-primary-foreground" : at.solid} text-sm" aria-hidden="true">
                  ${text([...brand][0]?.toUpperCase() ?? "A")}
                </span>
                ${text(at.title(brand))}
              </a>
              <nav aria-label="Main" className="ml-4 hidden md:block">
                <ul className="flex items-center gap-1">
                  {links.map((link) => (
                    <li key={link.href}>
                      <a
                        href={link.href}
                        aria-current={current === link.href ? "page" : undefined}
                        onClick={() => setCurrent(link.href)}
                        className={cn(
                          "rounded-md px-3 py-2 text-sm transition-colors hover:text-foreground focus-visible:ring-2 focus-visible:ring-ring focus-visible:outline-none",
                          current === link.href ? "font-medium text-foreground" : "text-muted-foreground",
                        )}
                      >
                        {link.label}
                      </a>
                    </li>
                  ))}
                  ${
                    spec.menu.length > 0 &&
                    `<li>
                    <DropdownMenu>
                      <DropdownMenuTrigger asChild>
                        <Button variant="ghost" size="sm" className="text-muted-foreground">Resources <ChevronDownIcon aria-hidden="true" /></Button>
                      </DropdownMenuTrigger>
                      <DropdownMenuContent align="start">
                        {resources.map((name) => (
                          <DropdownMenuItem key={name}>{name}</DropdownMenuItem>
                        ))}
                      </DropdownMenuContent>
                    </DropdownMenu>
                  </li>`
                  }
                </ul>
              </nav>
              <div className="ml-auto flex items-center gap-2">
                ${
                  spec.search &&
                  `<div className="relative hidden sm:block">
                  <SearchIcon className="absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted-foreground" aria-hidden="true" />
                  <Input type="search" aria-label="Search" placeholder="Search" className="w-44 pl-9 lg:w-56" />
                </div>`
                }
                ${spec.theme && `<Button variant="ghost" size="icon" onClick={toggleTheme} aria-pressed={dark} aria-label="Dark theme">{dark ? <SunIcon /> : <MoonIcon />}</Button>`}
                <div className="hidden items-center gap-2 md:flex">${actions(false)}</div>
                ${
                  spec.avatar &&
                  `<DropdownMenu>
                  <DropdownMenuTrigger asChild>
                    <Button variant="ghost" size="icon" className="rounded-full" aria-label="Account">
                      <Avatar className="size-8"><AvatarFallback>AL</AvatarFallback></Avatar>
                    </Button>
                  </DropdownMenuTrigger>
                  <DropdownMenuContent align="end">
                    <DropdownMenuLabel>Ada Lovelace</DropdownMenuLabel>
                    <DropdownMenuSeparator />
                    <DropdownMenuItem><UserIcon aria-hidden="true" /> Profile</DropdownMenuItem>
                    <DropdownMenuItem><SettingsIcon aria-hidden="true" /> Settings</DropdownMenuItem>
                    <DropdownMenuItem><LogOutIcon aria-hidden="true" /> Sign out</DropdownMenuItem>
                  </DropdownMenuContent>
                </DropdownMenu>`
                }
                <Button
                  variant="ghost" size="icon" className="md:hidden" aria-expanded={open} aria-controls="mobile-menu"
                  aria-label={open ? "Close menu" : "Open menu"} onClick={() => setOpen(!open)}
                >
                  {open ? <XIcon /> : <MenuIcon />}
                </Button>
              </div>
            </div>
            {open && (
              <nav id="mobile-menu" aria-label="Main, small screens" className="-mx-4 border-t px-4 py-4 sm:-mx-6 sm:px-6 md:hidden">
                <ul className="flex flex-col gap-1">
                  {links.map((link) => (
                    <li key={link.href}>
                      <a
                        href={link.href}
                        className="block rounded-md px-3 py-2 text-sm hover:bg-muted"
                        onClick={() => {
                          setCurrent(link.href);
                          setOpen(false);
                        }}
                      >
                        {link.label}
                      </a>
                    </li>
                  ))}
                </ul>
                <div className="mt-4 flex flex-col gap-2">${actions(true)}</div>
              </nav>
            )}
          </header>
        );
      }
    `;
  },
  describe: (spec) =>
    spoken([
      `the links ${spoken(spec.links)}`,
      spec.search && "a search box",
      spec.avatar && "an account menu",
      "a menu for small screens",
    ]),
  followUps: (spec) => [
    spec.search ? "remove the search" : "add a search box",
    spec.avatar ? "remove the avatar" : "add an avatar menu",
    "add a link Community",
  ],
});
