import { CalendarIcon, HouseIcon, InboxIcon, MoreHorizontalIcon, PlusIcon, SettingsIcon } from "lucide-react";
import { ThemeProvider, useTheme } from "@/components/theme-provider";
import { Button } from "@/components/ui/button";
import {
  Sidebar,
  SidebarContent,
  SidebarFooter,
  SidebarGroup,
  SidebarGroupAction,
  SidebarGroupContent,
  SidebarGroupLabel,
  SidebarHeader,
  SidebarInput,
  SidebarInset,
  SidebarMenu,
  SidebarMenuAction,
  SidebarMenuBadge,
  SidebarMenuButton,
  SidebarMenuItem,
  SidebarMenuSkeleton,
  SidebarMenuSub,
  SidebarMenuSubButton,
  SidebarMenuSubItem,
  SidebarProvider,
  SidebarRail,
  SidebarSeparator,
  SidebarTrigger,
} from "@/components/ui/sidebar";
import type { Mount } from "./kinds.ts";

function AppSidebar() {
  return (
    <Sidebar collapsible="icon">
      <SidebarHeader>
        <SidebarInput placeholder="Search" aria-label="Search" className="group-data-[collapsible=icon]:hidden" />
      </SidebarHeader>
      <SidebarContent>
        <SidebarGroup>
          <SidebarGroupLabel>Application</SidebarGroupLabel>
          <SidebarGroupAction aria-label="Add">
            <PlusIcon />
          </SidebarGroupAction>
          <SidebarGroupContent>
            <SidebarMenu>
              <SidebarMenuItem>
                <SidebarMenuButton isActive tooltip="Home">
                  <HouseIcon />
                  <span>Home</span>
                </SidebarMenuButton>
                <SidebarMenuAction aria-label="More">
                  <MoreHorizontalIcon />
                </SidebarMenuAction>
              </SidebarMenuItem>
              <SidebarMenuItem>
                <SidebarMenuButton asChild tooltip="Inbox">
                  <a href="#inbox">
                    <InboxIcon />
                    <span>Inbox</span>
                  </a>
                </SidebarMenuButton>
                <SidebarMenuBadge>24</SidebarMenuBadge>
              </SidebarMenuItem>
              <SidebarMenuItem>
                <SidebarMenuButton tooltip="Calendar">
                  <CalendarIcon />
                  <span>Calendar</span>
                </SidebarMenuButton>
                <SidebarMenuSub>
                  <SidebarMenuSubItem>
                    <SidebarMenuSubButton href="#today">
                      <span>Today</span>
                    </SidebarMenuSubButton>
                  </SidebarMenuSubItem>
                  <SidebarMenuSubItem>
                    <SidebarMenuSubButton href="#week" isActive>
                      <span>This week</span>
                    </SidebarMenuSubButton>
                  </SidebarMenuSubItem>
                </SidebarMenuSub>
              </SidebarMenuItem>
              <SidebarMenuItem>
                <SidebarMenuSkeleton showIcon />
              </SidebarMenuItem>
            </SidebarMenu>
          </SidebarGroupContent>
        </SidebarGroup>
        <SidebarSeparator />
      </SidebarContent>
      <SidebarFooter>
        <SidebarMenu>
          <SidebarMenuItem>
            <SidebarMenuButton>
              <SettingsIcon />
              <span>Settings</span>
            </SidebarMenuButton>
          </SidebarMenuItem>
        </SidebarMenu>
      </SidebarFooter>
      <SidebarRail />
    </Sidebar>
  );
}

function ModeToggle() {
  const { resolvedTheme, setTheme } = useTheme();
  return (
    <Button variant="outline" size="sm" onClick={() => setTheme(resolvedTheme === "dark" ? "light" : "dark")}>
      Switch theme
    </Button>
  );
}

/** Takes the whole window, so it is mounted on a page of its own. */
export const sidebar: Mount = {
  name: "sidebar",
  slots: [
    "sidebar-wrapper",
    "sidebar",
    "sidebar-container",
    "sidebar-inner",
    "sidebar-header",
    "sidebar-content",
    "sidebar-footer",
    "sidebar-group",
    "sidebar-menu",
    "sidebar-menu-item",
    "sidebar-menu-button",
    "sidebar-trigger",
    "sidebar-inset",
    "sidebar-rail",
  ],
  Example: () => (
    <ThemeProvider defaultTheme={location.search.includes("dark") ? "dark" : "light"}>
      <SidebarProvider>
        <AppSidebar />
        <SidebarInset>
          <header className="flex h-12 items-center gap-2 border-b px-4">
            <SidebarTrigger />
            <span className="flex-1 text-sm">Overview</span>
            <ModeToggle />
          </header>
          <div className="p-4 text-sm">Page</div>
        </SidebarInset>
      </SidebarProvider>
    </ThemeProvider>
  ),
};
