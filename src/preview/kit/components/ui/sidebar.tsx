export { SidebarProvider, useSidebar } from "@/lib/kit-sidebar/context";
export { Sidebar, SidebarInset, SidebarRail, SidebarTrigger } from "@/lib/kit-sidebar/frame";
export {
  SidebarMenu,
  SidebarMenuAction,
  SidebarMenuBadge,
  SidebarMenuButton,
  SidebarMenuItem,
  SidebarMenuSkeleton,
  SidebarMenuSub,
  SidebarMenuSubButton,
  SidebarMenuSubItem,
} from "@/lib/kit-sidebar/menu";
export {
  SidebarContent,
  SidebarFooter,
  SidebarGroup,
  SidebarGroupAction,
  SidebarGroupContent,
  SidebarGroupLabel,
  SidebarHeader,
  SidebarInput,
  SidebarSeparator,
} from "@/lib/kit-sidebar/sections";
