/** One element around a part, such as `Tabs` around `TabsContent`. */
export interface Level {
  name: string;
  /** An object literal. */
  props?: string;
  /** It begins open, where the code has no trigger for it; `beside` a trigger that nobody sees. */
  opens?: "in place" | "beside";
  /** The words of a trigger that is shown, for what only a person can open. */
  trigger?: string;
  /** Stands here only for parts of these names; always when left out. */
  for?: RegExp;
}

/** A component of the kit whose parts throw unless they stand inside of it. */
export interface KitFamily {
  /** The file below `components/ui/`. */
  module: string;
  /** Names that need the first level; a family is whole where that one is taken. */
  parts: RegExp;
  /** From the outside in; a level that the code brings along is left out. */
  levels: Level[];
}

const overlay = (module: string, name: string): KitFamily => ({
  module,
  parts: new RegExp(`^${name}(Portal|Overlay|Content|Title|Description|Close|Trigger|Action|Cancel|Handle)$`),
  levels: [{ name, opens: "in place" }],
});

const menu = (module: string, name: string): KitFamily => ({
  module,
  parts: new RegExp(`^${name}\\w+`),
  levels: [
    { name, props: "{ modal: false }", opens: "beside" },
    { name: `${name}Content`, for: /(Item|Group|Label|Separator|Sub)$/ },
  ],
});

const panel = (module: string, name: string): KitFamily => ({
  module,
  parts: new RegExp(`^${name}(Content|Trigger|Anchor)$`),
  levels: [{ name, opens: "beside" }],
});

export const kitFamilies: KitFamily[] = [
  overlay("dialog", "Dialog"),
  overlay("alert-dialog", "AlertDialog"),
  overlay("sheet", "Sheet"),
  overlay("drawer", "Drawer"),
  menu("dropdown-menu", "DropdownMenu"),
  panel("popover", "Popover"),
  panel("hover-card", "HoverCard"),
  panel("tooltip", "Tooltip"),
  {
    module: "context-menu",
    parts: /^ContextMenu\w+/,
    levels: [
      { name: "ContextMenu", trigger: "Click here with the right button" },
      { name: "ContextMenuContent", for: /(Item|Group|Label|Separator|Sub)$/ },
    ],
  },
  {
    module: "menubar",
    parts: /^Menubar\w+/,
    levels: [{ name: "Menubar" }, { name: "MenubarMenu", for: /^Menubar(Trigger|Content|Item|Sub\w*)$/ }],
  },
  {
    module: "select",
    parts: /^Select\w+/,
    levels: [
      { name: "Select", opens: "beside" },
      { name: "SelectContent", props: '{ position: "popper" }', for: /^Select(Item|Group|Label|Separator)$/ },
    ],
  },
  {
    module: "navigation-menu",
    parts: /^NavigationMenu[A-Z]\w+/,
    levels: [
      { name: "NavigationMenu" },
      { name: "NavigationMenuList", for: /^NavigationMenu(Item|Link|Trigger|Content)$/ },
      { name: "NavigationMenuItem", for: /^NavigationMenu(Link|Trigger|Content)$/ },
    ],
  },
  {
    module: "accordion",
    parts: /^Accordion\w+/,
    levels: [
      { name: "Accordion", props: '{ type: "single", collapsible: true }' },
      { name: "AccordionItem", props: '{ value: "sample" }', for: /^Accordion(Trigger|Content)$/ },
    ],
  },
  { module: "collapsible", parts: /^Collapsible\w+/, levels: [{ name: "Collapsible", opens: "in place" }] },
  {
    module: "tabs",
    parts: /^Tabs\w+/,
    levels: [{ name: "Tabs" }, { name: "TabsList", for: /^TabsTrigger$/ }],
  },
  { module: "radio-group", parts: /^RadioGroupItem$/, levels: [{ name: "RadioGroup" }] },
  {
    module: "toggle-group",
    parts: /^ToggleGroupItem$/,
    levels: [{ name: "ToggleGroup", props: '{ type: "single" }' }],
  },
  {
    module: "command",
    parts: /^Command(Input|List|Empty|Group|Item|Separator)$/,
    levels: [{ name: "Command" }, { name: "CommandList", for: /^Command(Empty|Group|Item|Separator)$/ }],
  },
  {
    module: "carousel",
    parts: /^(Carousel(Content|Item|Previous|Next)|useCarousel)$/,
    levels: [{ name: "Carousel" }, { name: "CarouselContent", for: /^CarouselItem$/ }],
  },
  {
    module: "input-otp",
    parts: /^InputOTPSlot$/,
    levels: [{ name: "InputOTP", props: "{ maxLength: 6 }" }],
  },
  {
    module: "resizable",
    parts: /^Resizable(Panel|Handle)$/,
    levels: [{ name: "ResizablePanelGroup", props: '{ direction: "horizontal", style: { minHeight: "16rem" } }' }],
  },
  {
    module: "sidebar",
    parts: /^(Sidebar(?!Provider$)\w*|useSidebar)$/,
    levels: [
      { name: "SidebarProvider" },
      { name: "Sidebar", props: '{ collapsible: "none" }', for: /^Sidebar(Menu|Group|Content|Header|Footer)\w*$/ },
    ],
  },
];
