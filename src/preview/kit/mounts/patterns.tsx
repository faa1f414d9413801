import { zodResolver } from "@hookform/resolvers/zod";
import { format } from "date-fns";
import { CalendarIcon, CheckIcon, ChevronsUpDownIcon } from "lucide-react";
import * as React from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { Button } from "@/components/ui/button";
import { Calendar } from "@/components/ui/calendar";
import { Command, CommandEmpty, CommandGroup, CommandInput, CommandItem, CommandList } from "@/components/ui/command";
import { Form, FormControl, FormField, FormItem, FormLabel, FormMessage } from "@/components/ui/form";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { ResizableHandle, ResizablePanel, ResizablePanelGroup } from "@/components/ui/resizable";
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from "@/components/ui/select";
import { Toaster } from "@/components/ui/toaster";
import { toast } from "@/hooks/use-toast";
import { cn } from "@/lib/utils";
import type { Mount } from "./kinds.ts";

const frameworks = ["Next.js", "Remix", "Astro"];

/** A popover, a command list and a button make a combobox. */
function Combobox() {
  const [open, setOpen] = React.useState(false);
  const [value, setValue] = React.useState("");
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="outline" role="combobox" aria-expanded={open} className="w-[200px] justify-between">
          {value || "Select framework..."}
          <ChevronsUpDownIcon className="opacity-50" />
        </Button>
      </PopoverTrigger>
      <PopoverContent className="w-[200px] p-0">
        <Command>
          <CommandInput placeholder="Search framework..." />
          <CommandList>
            <CommandEmpty>No framework found.</CommandEmpty>
            <CommandGroup>
              {frameworks.map((name) => (
                <CommandItem
                  key={name}
                  value={name}
                  onSelect={(picked) => {
                    setValue(picked);
                    setOpen(false);
                  }}
                >
                  {name}
                  <CheckIcon className={cn("ml-auto", value === name ? "opacity-100" : "opacity-0")} />
                </CommandItem>
              ))}
            </CommandGroup>
          </CommandList>
        </Command>
      </PopoverContent>
    </Popover>
  );
}

/** A calendar in a popover, as it was written for react-day-picker 8. */
function OldDatePicker() {
  const [date, setDate] = React.useState<Date | undefined>(new Date(2025, 2, 14));
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button variant="outline" className={cn("w-[200px] justify-start", !date && "text-muted-foreground")}>
          <CalendarIcon /> {date ? format(date, "yyyy-MM-dd") : "Pick a date"}
        </Button>
      </PopoverTrigger>
      <PopoverContent className="w-auto p-0">
        <Calendar
          mode="single"
          selected={date}
          onSelect={setDate}
          defaultMonth={new Date(2025, 2)}
          initialFocus
          disabled={(day) => day < new Date(2025, 2, 10)}
          classNames={{ head_cell: "old-head-cell", day: "old-day", nav_button: "old-nav-button" }}
        />
      </PopoverContent>
    </Popover>
  );
}

const schema = z.object({ role: z.string().min(1, "Choose a role") });

function RoleForm() {
  const form = useForm<z.infer<typeof schema>>({ resolver: zodResolver(schema), defaultValues: { role: "" } });
  return (
    <Form {...form}>
      <form
        onSubmit={form.handleSubmit(({ role }) => toast({ title: `Saved ${role}` }).update({ description: "Updated" }))}
        className="grid gap-3"
      >
        <FormField
          control={form.control}
          name="role"
          render={({ field }) => (
            <FormItem>
              <FormLabel>Role</FormLabel>
              <Select onValueChange={field.onChange} defaultValue={field.value}>
                <FormControl>
                  <SelectTrigger>
                    <SelectValue placeholder="Choose" />
                  </SelectTrigger>
                </FormControl>
                <SelectContent>
                  <SelectItem value="admin">Admin</SelectItem>
                  <SelectItem value="editor">Editor</SelectItem>
                </SelectContent>
              </Select>
              <FormMessage />
            </FormItem>
          )}
        />
        <Button type="submit">Save role</Button>
      </form>
      <Toaster />
    </Form>
  );
}

function OldPanels() {
  const [sizes, setSizes] = React.useState<number[]>([]);
  return (
    <div className="grid gap-2">
      <ResizablePanelGroup direction="horizontal" onLayout={setSizes} className="min-h-16 rounded-lg border">
        <ResizablePanel defaultSize={40} minSize={20} />
        <ResizableHandle withHandle />
        <ResizablePanel defaultSize={60} />
      </ResizablePanelGroup>
      <output data-testid="panel-sizes">{sizes.map(Math.round).join(" / ")}</output>
    </div>
  );
}

/** How code puts the components together. */
export const patterns: Mount[] = [
  { name: "combobox", slots: ["popover-trigger"], Example: Combobox },
  { name: "date-picker", slots: ["popover-trigger"], Example: OldDatePicker },
  { name: "role-form", slots: ["form-item", "form-control"], Example: RoleForm },
  { name: "old-panels", slots: ["resizable-panel"], Example: OldPanels },
];
