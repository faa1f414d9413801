import { FolderIcon, InboxIcon, TerminalIcon } from "lucide-react";
import { Bar, BarChart, CartesianGrid, Line, LineChart, Pie, PieChart, XAxis } from "recharts";
import { Accordion, AccordionContent, AccordionItem, AccordionTrigger } from "@/components/ui/accordion";
import { Alert, AlertDescription, AlertTitle } from "@/components/ui/alert";
import { AspectRatio } from "@/components/ui/aspect-ratio";
import { Avatar, AvatarBadge, AvatarFallback, AvatarGroup, AvatarGroupCount } from "@/components/ui/avatar";
import {
  Breadcrumb,
  BreadcrumbEllipsis,
  BreadcrumbItem,
  BreadcrumbLink,
  BreadcrumbList,
  BreadcrumbPage,
  BreadcrumbSeparator,
} from "@/components/ui/breadcrumb";
import { Button } from "@/components/ui/button";
import {
  Card,
  CardAction,
  CardContent,
  CardDescription,
  CardFooter,
  CardHeader,
  CardTitle,
} from "@/components/ui/card";
import { Carousel, CarouselContent, CarouselItem, CarouselNext, CarouselPrevious } from "@/components/ui/carousel";
import {
  type ChartConfig,
  ChartContainer,
  ChartLegend,
  ChartLegendContent,
  ChartTooltip,
  ChartTooltipContent,
} from "@/components/ui/chart";
import { Collapsible, CollapsibleContent, CollapsibleTrigger } from "@/components/ui/collapsible";
import { Empty, EmptyContent, EmptyDescription, EmptyHeader, EmptyMedia, EmptyTitle } from "@/components/ui/empty";
import {
  Item,
  ItemActions,
  ItemContent,
  ItemDescription,
  ItemGroup,
  ItemMedia,
  ItemSeparator,
  ItemTitle,
} from "@/components/ui/item";
import { Kbd, KbdGroup } from "@/components/ui/kbd";
import {
  Pagination,
  PaginationContent,
  PaginationEllipsis,
  PaginationItem,
  PaginationLink,
  PaginationNext,
  PaginationPrevious,
} from "@/components/ui/pagination";
import { Progress } from "@/components/ui/progress";
import { ResizableHandle, ResizablePanel, ResizablePanelGroup } from "@/components/ui/resizable";
import { ScrollArea } from "@/components/ui/scroll-area";
import { Separator } from "@/components/ui/separator";
import { Skeleton } from "@/components/ui/skeleton";
import { Spinner } from "@/components/ui/spinner";
import {
  Table,
  TableBody,
  TableCaption,
  TableCell,
  TableFooter,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import type { Mount } from "./kinds.ts";

const visits = [
  { month: "January", desktop: 186, mobile: 80 },
  { month: "February", desktop: 305, mobile: 200 },
  { month: "March", desktop: 237, mobile: 120 },
  { month: "April", desktop: 73, mobile: 190 },
  { month: "May", desktop: 209, mobile: 130 },
];
const visitsConfig = {
  desktop: { label: "Desktop", color: "var(--chart-1)" },
  mobile: { label: "Mobile", theme: { light: "var(--chart-2)", dark: "var(--chart-2)" } },
} satisfies ChartConfig;

const browsers = [
  { browser: "chrome", visitors: 275, fill: "var(--color-chrome)" },
  { browser: "safari", visitors: 200, fill: "var(--color-safari)" },
  { browser: "firefox", visitors: 187, fill: "var(--color-firefox)" },
];
const browsersConfig = {
  visitors: { label: "Visitors" },
  chrome: { label: "Chrome", color: "var(--chart-1)" },
  safari: { label: "Safari", color: "var(--chart-2)" },
  firefox: { label: "Firefox", color: "var(--chart-3)" },
} satisfies ChartConfig;

function Bars() {
  return (
    <ChartContainer config={visitsConfig} className="min-h-[180px] w-full">
      <BarChart accessibilityLayer data={visits}>
        <CartesianGrid vertical={false} />
        <XAxis dataKey="month" tickLine={false} axisLine={false} tickFormatter={(month) => String(month).slice(0, 3)} />
        <ChartTooltip content={<ChartTooltipContent />} />
        <ChartLegend content={<ChartLegendContent />} />
        <Bar dataKey="desktop" fill="var(--color-desktop)" radius={4} isAnimationActive={false} />
        <Bar dataKey="mobile" fill="var(--color-mobile)" radius={4} isAnimationActive={false} />
      </BarChart>
    </ChartContainer>
  );
}

function LinesAndPie() {
  return (
    <div className="grid grid-cols-2 gap-2">
      <ChartContainer config={visitsConfig} className="min-h-[120px] w-full">
        <LineChart data={visits}>
          <ChartTooltip content={<ChartTooltipContent indicator="line" />} />
          <Line dataKey="desktop" stroke="var(--color-desktop)" strokeWidth={2} dot={false} isAnimationActive={false} />
        </LineChart>
      </ChartContainer>
      <ChartContainer config={browsersConfig} className="min-h-[120px] w-full">
        <PieChart>
          <ChartTooltip content={<ChartTooltipContent nameKey="browser" hideLabel />} />
          <Pie data={browsers} dataKey="visitors" nameKey="browser" innerRadius={24} isAnimationActive={false} />
        </PieChart>
      </ChartContainer>
    </div>
  );
}

export const content: Mount[] = [
  {
    name: "card",
    slots: ["card", "card-header", "card-title", "card-description", "card-action", "card-content", "card-footer"],
    Example: () => (
      <Card>
        <CardHeader>
          <CardTitle>Team plan</CardTitle>
          <CardDescription>For five people and more.</CardDescription>
          <CardAction>
            <Button variant="link" className="px-0">
              Compare
            </Button>
          </CardAction>
        </CardHeader>
        <CardContent className="text-sm">Everything in Pro, and shared projects.</CardContent>
        <CardFooter className="gap-2">
          <Button className="flex-1">Choose</Button>
          <Button variant="outline" className="flex-1">
            Later
          </Button>
        </CardFooter>
      </Card>
    ),
  },
  {
    name: "accordion",
    slots: ["accordion", "accordion-item", "accordion-trigger"],
    Example: () => (
      <Accordion type="single" collapsible defaultValue="a">
        <AccordionItem value="a">
          <AccordionTrigger>Is it accessible?</AccordionTrigger>
          <AccordionContent>Yes. It follows the WAI-ARIA pattern.</AccordionContent>
        </AccordionItem>
        <AccordionItem value="b">
          <AccordionTrigger>Does it work offline?</AccordionTrigger>
          <AccordionContent>Everything is on this machine.</AccordionContent>
        </AccordionItem>
      </Accordion>
    ),
  },
  {
    name: "tabs",
    slots: ["tabs", "tabs-list", "tabs-trigger", "tabs-content"],
    Example: () => (
      <div className="grid gap-4">
        <Tabs defaultValue="account">
          <TabsList>
            <TabsTrigger value="account">Account</TabsTrigger>
            <TabsTrigger value="password">Password</TabsTrigger>
          </TabsList>
          <TabsContent value="account" className="text-sm">
            Change your account here.
          </TabsContent>
          <TabsContent value="password" className="text-sm">
            Change your password here.
          </TabsContent>
        </Tabs>
        <Tabs defaultValue="one">
          <TabsList variant="line">
            <TabsTrigger value="one">Overview</TabsTrigger>
            <TabsTrigger value="two">Analytics</TabsTrigger>
          </TabsList>
        </Tabs>
      </div>
    ),
  },
  {
    name: "table",
    slots: ["table-container", "table", "table-header", "table-body", "table-row", "table-head", "table-cell"],
    Example: () => (
      <Table>
        <TableCaption>Recent invoices</TableCaption>
        <TableHeader>
          <TableRow>
            <TableHead>Invoice</TableHead>
            <TableHead>Status</TableHead>
            <TableHead className="text-right">Amount</TableHead>
          </TableRow>
        </TableHeader>
        <TableBody>
          {["INV001", "INV002"].map((id) => (
            <TableRow key={id}>
              <TableCell className="font-medium">{id}</TableCell>
              <TableCell>Paid</TableCell>
              <TableCell className="text-right">$250.00</TableCell>
            </TableRow>
          ))}
        </TableBody>
        <TableFooter>
          <TableRow>
            <TableCell colSpan={2}>Total</TableCell>
            <TableCell className="text-right">$500.00</TableCell>
          </TableRow>
        </TableFooter>
      </Table>
    ),
  },
  {
    name: "alert",
    slots: ["alert", "alert-title", "alert-description"],
    Example: () => (
      <div className="grid gap-3">
        <Alert>
          <TerminalIcon />
          <AlertTitle>Heads up</AlertTitle>
          <AlertDescription>The build finished without a warning.</AlertDescription>
        </Alert>
        <Alert variant="destructive">
          <TerminalIcon />
          <AlertTitle>Payment failed</AlertTitle>
          <AlertDescription>Check the card and try again.</AlertDescription>
        </Alert>
      </div>
    ),
  },
  {
    name: "avatar",
    slots: ["avatar", "avatar-fallback", "avatar-badge", "avatar-group"],
    Example: () => (
      <div className="flex items-center gap-4">
        <Avatar>
          <AvatarFallback>AL</AvatarFallback>
        </Avatar>
        <Avatar size="lg" className="rounded-lg">
          <AvatarFallback>GH</AvatarFallback>
          <AvatarBadge className="bg-green-600" />
        </Avatar>
        <AvatarGroup>
          <Avatar>
            <AvatarFallback>A</AvatarFallback>
          </Avatar>
          <Avatar>
            <AvatarFallback>B</AvatarFallback>
          </Avatar>
          <AvatarGroupCount>+3</AvatarGroupCount>
        </AvatarGroup>
      </div>
    ),
  },
  {
    name: "breadcrumb",
    slots: ["breadcrumb", "breadcrumb-list", "breadcrumb-item", "breadcrumb-link", "breadcrumb-page"],
    Example: () => (
      <Breadcrumb>
        <BreadcrumbList>
          <BreadcrumbItem>
            <BreadcrumbLink href="#top">Home</BreadcrumbLink>
          </BreadcrumbItem>
          <BreadcrumbSeparator />
          <BreadcrumbItem>
            <BreadcrumbEllipsis />
          </BreadcrumbItem>
          <BreadcrumbSeparator />
          <BreadcrumbItem>
            <BreadcrumbPage>Settings</BreadcrumbPage>
          </BreadcrumbItem>
        </BreadcrumbList>
      </Breadcrumb>
    ),
  },
  {
    name: "pagination",
    slots: ["pagination", "pagination-content", "pagination-link"],
    Example: () => (
      <Pagination>
        <PaginationContent>
          <PaginationItem>
            <PaginationPrevious href="#top" />
          </PaginationItem>
          <PaginationItem>
            <PaginationLink href="#top">1</PaginationLink>
          </PaginationItem>
          <PaginationItem>
            <PaginationLink href="#top" isActive>
              2
            </PaginationLink>
          </PaginationItem>
          <PaginationItem>
            <PaginationEllipsis />
          </PaginationItem>
          <PaginationItem>
            <PaginationNext href="#top" />
          </PaginationItem>
        </PaginationContent>
      </Pagination>
    ),
  },
  {
    name: "progress",
    slots: ["progress", "progress-indicator"],
    Example: () => <Progress value={62} aria-label="Upload" />,
  },
  {
    name: "separator",
    slots: ["separator"],
    Example: () => (
      <div className="flex h-5 items-center gap-4 text-sm">
        <span>Blog</span>
        <Separator orientation="vertical" />
        <span>Docs</span>
      </div>
    ),
  },
  {
    name: "skeleton",
    slots: ["skeleton"],
    Example: () => (
      <div className="flex items-center gap-4">
        <Skeleton className="size-12 rounded-full" />
        <div className="grid gap-2">
          <Skeleton className="h-4 w-40" />
          <Skeleton className="h-4 w-28" />
        </div>
      </div>
    ),
  },
  { name: "spinner", slots: ["spinner"], Example: () => <Spinner /> },
  {
    name: "kbd",
    slots: ["kbd", "kbd-group"],
    Example: () => (
      <KbdGroup>
        <Kbd>Ctrl</Kbd>
        <span>+</span>
        <Kbd>K</Kbd>
      </KbdGroup>
    ),
  },
  {
    name: "scroll-area",
    slots: ["scroll-area", "scroll-area-viewport"],
    Example: () => (
      <ScrollArea className="h-24 rounded-md border p-3" type="always">
        {Array.from({ length: 12 }, (_, index) => `Release 1.${index}`).map((tag) => (
          <div key={tag} className="text-sm">
            {tag}
          </div>
        ))}
      </ScrollArea>
    ),
  },
  {
    name: "aspect-ratio",
    slots: ["aspect-ratio"],
    Example: () => (
      <AspectRatio ratio={16 / 5} className="grid place-items-center rounded-md bg-muted text-muted-foreground text-sm">
        16 : 5
      </AspectRatio>
    ),
  },
  {
    name: "collapsible",
    slots: ["collapsible", "collapsible-trigger"],
    Example: () => (
      <Collapsible className="grid gap-2">
        <CollapsibleTrigger asChild>
          <Button variant="outline" size="sm">
            Show more
          </Button>
        </CollapsibleTrigger>
        <CollapsibleContent className="text-sm">Here is more.</CollapsibleContent>
      </Collapsible>
    ),
  },
  { name: "chart", slots: ["chart", "chart-legend"], Example: Bars },
  { name: "chart-others", slots: ["chart"], Example: LinesAndPie },
  {
    name: "carousel",
    slots: ["carousel", "carousel-content", "carousel-item", "carousel-previous", "carousel-next"],
    Example: () => (
      <Carousel className="mx-12" opts={{ duration: 15 }}>
        <CarouselContent>
          {[1, 2, 3].map((slide) => (
            <CarouselItem key={slide}>
              <div className="grid h-24 place-items-center rounded-md border text-2xl">{slide}</div>
            </CarouselItem>
          ))}
        </CarouselContent>
        <CarouselPrevious />
        <CarouselNext />
      </Carousel>
    ),
  },
  {
    name: "resizable",
    slots: ["resizable-panel-group", "resizable-panel", "resizable-handle"],
    Example: () => (
      <div className="grid gap-2">
        <ResizablePanelGroup direction="horizontal" className="min-h-20 rounded-lg border">
          <ResizablePanel defaultSize={25} className="grid place-items-center text-sm">
            25
          </ResizablePanel>
          <ResizableHandle withHandle />
          <ResizablePanel defaultSize={75} className="grid place-items-center text-sm">
            75
          </ResizablePanel>
        </ResizablePanelGroup>
        <div className="h-24">
          <ResizablePanelGroup orientation="vertical" className="rounded-lg border">
            <ResizablePanel defaultSize="50%" className="grid place-items-center text-sm">
              top
            </ResizablePanel>
            <ResizableHandle withHandle />
            <ResizablePanel defaultSize="50%" className="grid place-items-center text-sm">
              bottom
            </ResizablePanel>
          </ResizablePanelGroup>
        </div>
      </div>
    ),
  },
  {
    name: "empty",
    slots: ["empty", "empty-header", "empty-icon", "empty-title", "empty-description", "empty-content"],
    Example: () => (
      <Empty className="border">
        <EmptyHeader>
          <EmptyMedia variant="icon">
            <FolderIcon />
          </EmptyMedia>
          <EmptyTitle>No projects yet</EmptyTitle>
          <EmptyDescription>Start with a blank one or import a folder.</EmptyDescription>
        </EmptyHeader>
        <EmptyContent>
          <Button>New project</Button>
        </EmptyContent>
      </Empty>
    ),
  },
  {
    name: "item",
    slots: ["item-group", "item", "item-media", "item-content", "item-title", "item-description", "item-actions"],
    Example: () => (
      <ItemGroup>
        <Item variant="outline">
          <ItemMedia variant="icon">
            <InboxIcon />
          </ItemMedia>
          <ItemContent>
            <ItemTitle>Inbox</ItemTitle>
            <ItemDescription>Three new messages since this morning.</ItemDescription>
          </ItemContent>
          <ItemActions>
            <Button size="sm" variant="outline">
              Open
            </Button>
          </ItemActions>
        </Item>
        <ItemSeparator className="my-2" />
        <Item size="sm" asChild>
          <a href="#top">
            <ItemContent>
              <ItemTitle>Archived mail</ItemTitle>
            </ItemContent>
          </a>
        </Item>
      </ItemGroup>
    ),
  },
];
