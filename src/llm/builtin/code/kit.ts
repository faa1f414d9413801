/** The shadcn/ui exports that the patterns may use, by module. */
export const uiModules: Record<string, string> = {
  accordion: "Accordion AccordionContent AccordionItem AccordionTrigger",
  alert: "Alert AlertDescription AlertTitle",
  "alert-dialog":
    "AlertDialog AlertDialogAction AlertDialogCancel AlertDialogContent AlertDialogDescription AlertDialogFooter AlertDialogHeader AlertDialogTitle AlertDialogTrigger",
  avatar: "Avatar AvatarFallback AvatarImage",
  badge: "Badge",
  breadcrumb: "Breadcrumb BreadcrumbItem BreadcrumbLink BreadcrumbList BreadcrumbPage BreadcrumbSeparator",
  button: "Button",
  calendar: "Calendar",
  card: "Card CardAction CardContent CardDescription CardFooter CardHeader CardTitle",
  chart: "ChartContainer ChartLegend ChartLegendContent ChartTooltip ChartTooltipContent",
  checkbox: "Checkbox",
  collapsible: "Collapsible CollapsibleContent CollapsibleTrigger",
  command:
    "Command CommandDialog CommandEmpty CommandGroup CommandInput CommandItem CommandList CommandSeparator CommandShortcut",
  dialog: "Dialog DialogClose DialogContent DialogDescription DialogFooter DialogHeader DialogTitle DialogTrigger",
  "dropdown-menu":
    "DropdownMenu DropdownMenuCheckboxItem DropdownMenuContent DropdownMenuGroup DropdownMenuItem DropdownMenuLabel DropdownMenuRadioGroup DropdownMenuRadioItem DropdownMenuSeparator DropdownMenuShortcut DropdownMenuTrigger",
  input: "Input",
  label: "Label",
  popover: "Popover PopoverContent PopoverTrigger",
  progress: "Progress",
  "radio-group": "RadioGroup RadioGroupItem",
  "scroll-area": "ScrollArea ScrollBar",
  select: "Select SelectContent SelectGroup SelectItem SelectLabel SelectTrigger SelectValue",
  separator: "Separator",
  sheet: "Sheet SheetClose SheetContent SheetDescription SheetFooter SheetHeader SheetTitle SheetTrigger",
  skeleton: "Skeleton",
  slider: "Slider",
  switch: "Switch",
  table: "Table TableBody TableCaption TableCell TableFooter TableHead TableHeader TableRow",
  tabs: "Tabs TabsContent TabsList TabsTrigger",
  textarea: "Textarea",
  "toggle-group": "ToggleGroup ToggleGroupItem",
  tooltip: "Tooltip TooltipContent TooltipProvider TooltipTrigger",
};

export const uiExports: ReadonlyMap<string, string> = new Map(
  Object.entries(uiModules).flatMap(([module, names]) =>
    names.split(" ").map((name): [string, string] => [name, `@/components/ui/${module}`]),
  ),
);

/** Used as elements; names that shadcn/ui also has belong to shadcn/ui. */
export const chartExports: ReadonlySet<string> = new Set(
  "Area AreaChart Bar BarChart CartesianGrid Cell Line LineChart Pie PieChart PolarAngleAxis PolarGrid Radar RadarChart RadialBar RadialBarChart XAxis YAxis".split(
    " ",
  ),
);

export const reactHooks: ReadonlySet<string> = new Set(
  "useCallback useEffect useId useMemo useReducer useRef useState useTransition useDeferredValue".split(" "),
);

export const reactTypes: ReadonlySet<string> = new Set(
  "ChangeEvent ComponentProps CSSProperties DragEvent FormEvent KeyboardEvent MouseEvent ReactNode".split(" "),
);
