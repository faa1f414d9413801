import type { SourceFile } from "../../contract.ts";

/** Parts that count on something around them, as they stand in a file of their own, and what a person must see. */
export interface LonePart {
  what: string;
  files: SourceFile[];
  sees: string;
}

const file = (text: string, path = "part.tsx"): SourceFile => ({ path, text });

const ofKit = (module: string, names: string, jsx: string): SourceFile[] => [
  file(`import { ${names} } from "@/components/ui/${module}"\nexport function Part() { return (${jsx}) }`),
];

const kitParts: [module: string, names: string, jsx: string, sees: string][] = [
  ["dialog", "DialogHeader, DialogTitle", "<DialogHeader><DialogTitle>Share</DialogTitle></DialogHeader>", "Share"],
  ["dialog", "DialogContent, DialogTitle", "<DialogContent><DialogTitle>Share</DialogTitle></DialogContent>", "Share"],
  [
    "alert-dialog",
    "AlertDialogContent, AlertDialogTitle, AlertDialogCancel",
    "<AlertDialogContent><AlertDialogTitle>Sure?</AlertDialogTitle><AlertDialogCancel>No</AlertDialogCancel></AlertDialogContent>",
    "Sure?",
  ],
  ["sheet", "SheetContent, SheetTitle", "<SheetContent><SheetTitle>Cart</SheetTitle></SheetContent>", "Cart"],
  ["drawer", "DrawerContent, DrawerTitle", "<DrawerContent><DrawerTitle>Goal</DrawerTitle></DrawerContent>", "Goal"],
  [
    "dropdown-menu",
    "DropdownMenuContent, DropdownMenuItem",
    "<DropdownMenuContent><DropdownMenuItem>Edit</DropdownMenuItem></DropdownMenuContent>",
    "Edit",
  ],
  ["dropdown-menu", "DropdownMenuItem", "<DropdownMenuItem>Edit</DropdownMenuItem>", "Edit"],
  ["context-menu", "ContextMenuItem", "<ContextMenuItem>Copy</ContextMenuItem>", "right button"],
  ["popover", "PopoverContent", "<PopoverContent>Filters</PopoverContent>", "Filters"],
  ["hover-card", "HoverCardContent", "<HoverCardContent>Ada</HoverCardContent>", "Ada"],
  ["tooltip", "TooltipContent", "<TooltipContent>Add to library</TooltipContent>", "Add to library"],
  ["select", "SelectItem", '<SelectItem value="a">Apple</SelectItem>', "Apple"],
  [
    "select",
    "SelectContent, SelectItem",
    '<SelectContent><SelectItem value="a">Apple</SelectItem></SelectContent>',
    "Apple",
  ],
  ["select", "SelectTrigger, SelectValue", '<SelectTrigger><SelectValue placeholder="Pick" /></SelectTrigger>', "Pick"],
  ["tabs", "TabsContent", '<TabsContent value="billing">Invoices</TabsContent>', "Invoices"],
  ["tabs", "TabsTrigger", '<TabsTrigger value="one">One</TabsTrigger>', "One"],
  [
    "accordion",
    "AccordionItem, AccordionTrigger, AccordionContent",
    '<AccordionItem value="q1"><AccordionTrigger>Why?</AccordionTrigger><AccordionContent>Because.</AccordionContent></AccordionItem>',
    "Because.",
  ],
  ["radio-group", "RadioGroupItem", '<label><RadioGroupItem value="a" /> Yearly</label>', "Yearly"],
  ["toggle-group", "ToggleGroupItem", '<ToggleGroupItem value="b">Bold</ToggleGroupItem>', "Bold"],
  ["command", "CommandItem", "<CommandItem>Calendar</CommandItem>", "Calendar"],
  [
    "command",
    "CommandInput, CommandList, CommandItem",
    "<><CommandInput /><CommandList><CommandItem>Calendar</CommandItem></CommandList></>",
    "Calendar",
  ],
  ["carousel", "CarouselItem", "<CarouselItem>First slide</CarouselItem>", "First slide"],
  ["collapsible", "CollapsibleContent", "<CollapsibleContent>More</CollapsibleContent>", "More"],
  ["navigation-menu", "NavigationMenuLink", '<NavigationMenuLink href="#">Docs</NavigationMenuLink>', "Docs"],
  ["menubar", "MenubarTrigger", "<MenubarTrigger>File</MenubarTrigger>", "File"],
  ["resizable", "ResizablePanel", "<ResizablePanel>Left</ResizablePanel>", "Left"],
  ["sidebar", "SidebarMenuButton", "<SidebarMenuButton>Inbox</SidebarMenuButton>", "Inbox"],
  ["sidebar", "SidebarTrigger", "<header><SidebarTrigger /> Overview</header>", "Overview"],
  ["sidebar", "Sidebar, SidebarContent", "<Sidebar><SidebarContent>Teams</SidebarContent></Sidebar>", "Teams"],
  [
    "chart",
    "ChartTooltipContent",
    '<ChartTooltipContent active payload={[{ name: "visits", value: 31, dataKey: "visits" }]} label="May" />',
    "31",
  ],
];

const cart = file(
  `import { createContext, useContext, useState, type ReactNode } from "react"
const CartContext = createContext<{ count: number } | null>(null)
export function CartProvider({ children }: { children: ReactNode }) {
  const [count] = useState(3)
  return <CartContext.Provider value={{ count }}>{children}</CartContext.Provider>
}
export function useCart() {
  const cart = useContext(CartContext)
  if (!cart) throw new Error("useCart must be used within a CartProvider")
  return cart
}`,
  "lib/cart.tsx",
);

export const loneParts: LonePart[] = [
  ...kitParts.map(([module, names, jsx, sees]) => ({
    what: `${names.split(", ")[0]} of ${module} (${names.split(", ").length})`,
    files: ofKit(module, names, jsx),
    sees,
  })),
  {
    what: "a root of the project's own kit",
    files: [
      file(
        `import { createContext, useContext } from "react"
const Context = createContext(null)
export const Tabs = ({ children }) => <Context.Provider value="own"><section>{children}</section></Context.Provider>
export function TabsContent({ children }) {
  if (!useContext(Context)) throw new Error("outside")
  return <div>{useContext(Context)} {children}</div>
}`,
        "components/ui/tabs.tsx",
      ),
      file(
        `import { TabsContent } from "@/components/ui/tabs"\nexport default () => <TabsContent value="a">words</TabsContent>`,
      ),
    ],
    sees: "own words",
  },
  {
    what: "a query without its client",
    files: [
      file(`import { useQuery } from "@tanstack/react-query"
export default function Users() {
  const { data } = useQuery({ queryKey: ["users"], queryFn: async () => ["Ada"] })
  return <p>People: {data?.join() ?? "none yet"}</p>
}`),
    ],
    sees: "People: ",
  },
  {
    what: "a draggable without a place to drop",
    files: [
      file(`import { Draggable } from "@hello-pangea/dnd"
export const Task = ({ id, index }: { id: string; index: number }) => (
  <Draggable draggableId={id} index={index}>
    {(provided) => <div ref={provided.innerRef} {...provided.draggableProps} {...provided.dragHandleProps}>Write it</div>}
  </Draggable>
)`),
    ],
    sees: "Write it",
  },
  {
    what: "a hook that insists on a provider of the project",
    files: [
      cart,
      file(`import { useCart } from "./lib/cart"\nexport const Badge = () => <b>{useCart().count} in cart</b>`),
    ],
    sees: "3 in cart",
  },
  {
    what: "a form that is given",
    files: [
      file(`import type { UseFormReturn } from "react-hook-form"
import { Form, FormControl, FormField, FormItem, FormLabel } from "@/components/ui/form"
import { Input } from "@/components/ui/input"
export function NameForm({ form, onSubmit }: { form: UseFormReturn<{ name: string }>; onSubmit: () => void }) {
  return (
    <Form {...form}>
      <form onSubmit={form.handleSubmit(onSubmit)}>
        <FormField control={form.control} name="name" render={({ field }) => (
          <FormItem><FormLabel>Full name</FormLabel><FormControl><Input {...field} /></FormControl></FormItem>
        )} />
      </form>
    </Form>
  )
}`),
    ],
    sees: "Full name",
  },
  {
    what: "a table that is given",
    files: [
      file(`import type { Table } from "@tanstack/react-table"
interface Props<TData> { table: Table<TData> }
export function Pages<TData>({ table }: Props<TData>) {
  const { pageIndex } = table.getState().pagination
  return <p>Page {pageIndex + 1} of {table.getPageCount()}, {table.getFilteredRowModel().rows.length} rows</p>
}`),
    ],
    sees: "Page 1 of 2, 12 rows",
  },
  {
    what: "several that are given what comes from hooks",
    files: [
      file(`import type { Column, Row } from "@tanstack/react-table"
export function Head<T>({ column, title }: { column: Column<T>; title: string }) { return <i>{column.getIsSorted() || title}</i> }
export function Chosen<T>({ row }: { row: Row<T> }) { return <i>{row.getIsSelected() ? "yes" : "not chosen"}</i> }`),
    ],
    sees: "not chosen",
  },
  {
    what: "a value of a type that is nowhere",
    files: [
      file(`import type { Person } from "@/types"
export const Initial = ({ person }: { person: Person }) => <p>First letter: {person.role.charAt(0)}, {person.tags.map((tag) => <i key={tag}>{tag}</i>)}</p>`),
    ],
    sees: "First letter: R",
  },
  {
    what: "icons in an object",
    files: [
      file(
        `import { Moon } from "lucide-react"\nexport const Icons = { moon: Moon, logo: () => <svg><title>Our logo</title></svg> }`,
        "icons.tsx",
      ),
    ],
    sees: "Icons.logo",
  },
  {
    what: "a hook alone",
    files: [file("export function useOnline() { return navigator.onLine }", "hooks/use-online.ts")],
    sees: "useOnline a hook",
  },
  {
    what: "data alone",
    files: [file('export const faqs = [{ q: "Why?", a: "Because." }]\nexport const title = "Questions"', "faqs.ts")],
    sees: "faqs a list of 1",
  },
];
