import { Avatar, AvatarFallback, AvatarImage } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { ChartStyle } from "@/components/ui/chart";
import {
  ContextMenu,
  ContextMenuCheckboxItem,
  ContextMenuContent,
  ContextMenuPortal,
  ContextMenuRadioGroup,
  ContextMenuRadioItem,
  ContextMenuSub,
  ContextMenuSubContent,
  ContextMenuSubTrigger,
  ContextMenuTrigger,
} from "@/components/ui/context-menu";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuPortal,
  DropdownMenuSub,
  DropdownMenuSubContent,
  DropdownMenuSubTrigger,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import {
  Menubar,
  MenubarCheckboxItem,
  MenubarContent,
  MenubarMenu,
  MenubarPortal,
  MenubarRadioGroup,
  MenubarRadioItem,
  MenubarSub,
  MenubarSubContent,
  MenubarSubTrigger,
  MenubarTrigger,
} from "@/components/ui/menubar";
import {
  NavigationMenu,
  NavigationMenuContent,
  NavigationMenuIndicator,
  NavigationMenuItem,
  NavigationMenuList,
  NavigationMenuTrigger,
  NavigationMenuViewport,
} from "@/components/ui/navigation-menu";
import { Popover, PopoverAnchor, PopoverClose, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { ScrollArea, ScrollBar } from "@/components/ui/scroll-area";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import { ToggleGroup, ToggleGroupItem } from "@/components/ui/toggle-group";
import { toast } from "@/hooks/use-toast";
import type { Mount } from "./kinds.ts";

function Menus() {
  return (
    <div className="grid gap-3">
      <ContextMenu>
        <ContextMenuTrigger className="rounded border p-3 text-sm">Every kind of entry</ContextMenuTrigger>
        <ContextMenuContent>
          <ContextMenuCheckboxItem checked>Bookmarks</ContextMenuCheckboxItem>
          <ContextMenuRadioGroup value="a">
            <ContextMenuRadioItem value="a">First</ContextMenuRadioItem>
          </ContextMenuRadioGroup>
          <ContextMenuSub open>
            <ContextMenuSubTrigger inset>More</ContextMenuSubTrigger>
            <ContextMenuPortal>
              <ContextMenuSubContent>Deeper</ContextMenuSubContent>
            </ContextMenuPortal>
          </ContextMenuSub>
        </ContextMenuContent>
      </ContextMenu>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="outline">Nested menu</Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuSub>
            <DropdownMenuSubTrigger>Invite by</DropdownMenuSubTrigger>
            <DropdownMenuPortal>
              <DropdownMenuSubContent>
                <DropdownMenuItem>Mail</DropdownMenuItem>
              </DropdownMenuSubContent>
            </DropdownMenuPortal>
          </DropdownMenuSub>
        </DropdownMenuContent>
      </DropdownMenu>
      <Menubar>
        <MenubarMenu>
          <MenubarTrigger>View</MenubarTrigger>
          <MenubarPortal>
            <MenubarContent>
              <MenubarCheckboxItem checked>Toolbar</MenubarCheckboxItem>
              <MenubarRadioGroup value="one">
                <MenubarRadioItem value="one">One page</MenubarRadioItem>
              </MenubarRadioGroup>
              <MenubarSub>
                <MenubarSubTrigger>Zoom</MenubarSubTrigger>
                <MenubarSubContent>100 %</MenubarSubContent>
              </MenubarSub>
            </MenubarContent>
          </MenubarPortal>
        </MenubarMenu>
      </Menubar>
      <NavigationMenu viewport={false}>
        <NavigationMenuList>
          <NavigationMenuItem>
            <NavigationMenuTrigger>Guides</NavigationMenuTrigger>
            <NavigationMenuContent>Guide list</NavigationMenuContent>
          </NavigationMenuItem>
          <NavigationMenuIndicator />
        </NavigationMenuList>
        <NavigationMenuViewport />
      </NavigationMenu>
    </div>
  );
}

function Rest() {
  return (
    <div className="grid gap-3">
      <ChartStyle id="lonely" config={{ a: { color: "red" } }} />
      <Avatar>
        <AvatarImage src="data:," alt="" />
        <AvatarFallback>AB</AvatarFallback>
      </Avatar>
      <Popover>
        <PopoverAnchor>Anchor</PopoverAnchor>
        <PopoverTrigger>Anchored</PopoverTrigger>
        <PopoverContent>
          Beside the anchor <PopoverClose>Close it</PopoverClose>
        </PopoverContent>
      </Popover>
      <ScrollArea className="h-12 w-40 whitespace-nowrap">
        A line of text that is much wider than its place
        <ScrollBar orientation="horizontal" />
      </ScrollArea>
      <Select defaultValue="">
        <SelectTrigger aria-label="Status">
          <SelectValue placeholder="Pick one" />
        </SelectTrigger>
        <SelectContent>
          <SelectItem value="">All of them</SelectItem>
          <SelectItem value="open">Open ones</SelectItem>
        </SelectContent>
      </Select>
      <ToggleGroup type="single" defaultValue="left">
        <ToggleGroupItem value="left">Left</ToggleGroupItem>
      </ToggleGroup>
    </div>
  );
}

const Unhosted = () => <Button onClick={() => toast({ title: "Nobody mounted me" })}>Toast alone</Button>;

/** Parts that stand in no other example, and call patterns that must not fail. */
export const remaining: Mount[] = [
  { name: "every-menu-part", slots: ["context-menu-trigger", "menubar-trigger"], Example: Menus },
  { name: "remaining-parts", slots: ["avatar-fallback", "select-trigger"], Example: Rest },
  { name: "toast-alone", slots: ["button"], Example: Unhosted },
];
