import { BoldIcon, ChevronDownIcon, ItalicIcon, MailIcon, PlusIcon, SearchIcon, UnderlineIcon } from "lucide-react";
import * as React from "react";
import { useForm } from "react-hook-form";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ButtonGroup, ButtonGroupSeparator, ButtonGroupText } from "@/components/ui/button-group";
import { Calendar } from "@/components/ui/calendar";
import { Checkbox } from "@/components/ui/checkbox";
import {
  Field,
  FieldDescription,
  FieldError,
  FieldGroup,
  FieldLabel,
  FieldLegend,
  FieldSeparator,
  FieldSet,
} from "@/components/ui/field";
import { Form, FormControl, FormDescription, FormField, FormItem, FormLabel, FormMessage } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import {
  InputGroup,
  InputGroupAddon,
  InputGroupButton,
  InputGroupInput,
  InputGroupText,
} from "@/components/ui/input-group";
import { InputOTP, InputOTPGroup, InputOTPSeparator, InputOTPSlot } from "@/components/ui/input-otp";
import { Label } from "@/components/ui/label";
import { NativeSelect, NativeSelectOptGroup, NativeSelectOption } from "@/components/ui/native-select";
import { RadioGroup, RadioGroupItem } from "@/components/ui/radio-group";
import {
  Select,
  SelectContent,
  SelectGroup,
  SelectItem,
  SelectLabel,
  SelectSeparator,
  SelectTrigger,
  SelectValue,
} from "@/components/ui/select";
import { Slider } from "@/components/ui/slider";
import { Switch } from "@/components/ui/switch";
import { Textarea } from "@/components/ui/textarea";
import { Toggle } from "@/components/ui/toggle";
import { ToggleGroup, ToggleGroupItem } from "@/components/ui/toggle-group";
import type { Mount } from "./kinds.ts";

const buttonVariants = ["default", "secondary", "destructive", "outline", "ghost", "link"] as const;
const badgeVariants = ["default", "secondary", "destructive", "outline"] as const;

function Buttons() {
  return (
    <div className="flex flex-wrap items-center gap-2">
      {buttonVariants.map((variant) => (
        <Button key={variant} variant={variant} className="capitalize">
          {variant}
        </Button>
      ))}
      <Button size="sm">Small</Button>
      <Button size="lg">
        <MailIcon /> Large
      </Button>
      <Button size="icon" aria-label="Add">
        <PlusIcon />
      </Button>
      <Button disabled>Disabled</Button>
      <Button asChild variant="outline">
        <a href="#top">As a link</a>
      </Button>
    </div>
  );
}

function Signup() {
  const form = useForm({ defaultValues: { username: "" } });
  return (
    <Form {...form}>
      <form onSubmit={form.handleSubmit(() => undefined)} className="grid gap-4">
        <FormField
          control={form.control}
          name="username"
          rules={{ required: "Pick a user name" }}
          render={({ field }) => (
            <FormItem>
              <FormLabel>User name</FormLabel>
              <FormControl>
                <Input placeholder="ada" {...field} />
              </FormControl>
              <FormDescription>Others will see it.</FormDescription>
              <FormMessage />
            </FormItem>
          )}
        />
        <Button type="submit">Save</Button>
      </form>
    </Form>
  );
}

function DatePicker() {
  const [date, setDate] = React.useState<Date | undefined>(new Date(2025, 5, 12));
  return (
    <div>
      <Calendar
        mode="single"
        selected={date}
        onSelect={setDate}
        defaultMonth={new Date(2025, 5)}
        className="rounded-md border shadow-sm"
      />
      <output data-testid="calendar-value">{date?.toDateString() ?? "none"}</output>
    </div>
  );
}

function RangePicker() {
  return (
    <Calendar
      mode="range"
      selected={{ from: new Date(2025, 5, 9), to: new Date(2025, 5, 18) }}
      defaultMonth={new Date(2025, 5)}
      captionLayout="dropdown"
      fromYear={2020}
      toYear={2030}
      className="rounded-md border shadow-sm"
    />
  );
}

function Otp() {
  const [value, setValue] = React.useState("");
  return (
    <InputOTP maxLength={6} value={value} onChange={setValue} aria-label="One-time code">
      <InputOTPGroup>
        <InputOTPSlot index={0} />
        <InputOTPSlot index={1} />
        <InputOTPSlot index={2} />
      </InputOTPGroup>
      <InputOTPSeparator />
      <InputOTPGroup>
        <InputOTPSlot index={3} />
        <InputOTPSlot index={4} />
        <InputOTPSlot index={5} />
      </InputOTPGroup>
    </InputOTP>
  );
}

export const controls: Mount[] = [
  { name: "button", slots: ["button"], Example: Buttons },
  {
    name: "badge",
    slots: ["badge"],
    Example: () => (
      <div className="flex flex-wrap gap-2">
        {badgeVariants.map((variant) => (
          <Badge key={variant} variant={variant} className="capitalize">
            {variant}
          </Badge>
        ))}
      </div>
    ),
  },
  {
    name: "input",
    slots: ["input", "label"],
    Example: () => (
      <div className="grid gap-2">
        <Label htmlFor="mail">E-mail</Label>
        <Input id="mail" type="email" placeholder="ada@example.com" />
        <Input aria-label="Wrong" aria-invalid defaultValue="not an address" />
        <Input aria-label="File" type="file" />
        <Input aria-label="Off" disabled placeholder="Disabled" />
      </div>
    ),
  },
  { name: "textarea", slots: ["textarea"], Example: () => <Textarea aria-label="Note" placeholder="Write a note" /> },
  {
    name: "checkbox",
    slots: ["checkbox"],
    Example: () => (
      <div className="grid gap-3">
        <div className="flex items-center gap-2">
          <Checkbox id="terms" defaultChecked />
          <Label htmlFor="terms">Accept the terms</Label>
        </div>
        <div className="flex items-center gap-2">
          <Checkbox id="some" checked="indeterminate" />
          <Label htmlFor="some">Some of them</Label>
        </div>
        <div className="flex items-center gap-2">
          <Checkbox id="off" disabled />
          <Label htmlFor="off">Disabled</Label>
        </div>
      </div>
    ),
  },
  {
    name: "switch",
    slots: ["switch", "switch-thumb"],
    Example: () => (
      <div className="flex items-center gap-4">
        <Switch aria-label="On" defaultChecked />
        <Switch aria-label="Off" />
        <Switch aria-label="Small" size="sm" defaultChecked />
      </div>
    ),
  },
  {
    name: "radio-group",
    slots: ["radio-group", "radio-group-item"],
    Example: () => (
      <RadioGroup defaultValue="pro" aria-label="Plan">
        {["free", "pro", "team"].map((plan) => (
          <div key={plan} className="flex items-center gap-2">
            <RadioGroupItem id={`plan-${plan}`} value={plan} />
            <Label htmlFor={`plan-${plan}`} className="capitalize">
              {plan}
            </Label>
          </div>
        ))}
      </RadioGroup>
    ),
  },
  {
    name: "select",
    slots: ["select-trigger"],
    Example: () => (
      <Select>
        <SelectTrigger className="w-[180px]" aria-label="Fruit">
          <SelectValue placeholder="Pick a fruit" />
        </SelectTrigger>
        <SelectContent>
          <SelectGroup>
            <SelectLabel>Fruits</SelectLabel>
            <SelectItem value="apple">Apple</SelectItem>
            <SelectItem value="pear">Pear</SelectItem>
            <SelectSeparator />
            <SelectItem value="durian" disabled>
              Durian
            </SelectItem>
          </SelectGroup>
        </SelectContent>
      </Select>
    ),
  },
  {
    name: "native-select",
    slots: ["native-select"],
    Example: () => (
      <NativeSelect aria-label="Country">
        <NativeSelectOptGroup label="Europe">
          <NativeSelectOption value="fr">France</NativeSelectOption>
          <NativeSelectOption value="pl">Poland</NativeSelectOption>
        </NativeSelectOptGroup>
      </NativeSelect>
    ),
  },
  {
    name: "slider",
    slots: ["slider", "slider-thumb"],
    Example: () => (
      <div className="grid gap-6 py-2">
        <Slider defaultValue={[40]} aria-label="Volume" />
        <Slider defaultValue={[20, 70]} aria-label="Price range" />
      </div>
    ),
  },
  {
    name: "toggle",
    slots: ["toggle"],
    Example: () => (
      <div className="flex gap-2">
        <Toggle aria-label="Bold" defaultPressed>
          <BoldIcon />
        </Toggle>
        <Toggle aria-label="Italic" variant="outline">
          <ItalicIcon /> Italic
        </Toggle>
      </div>
    ),
  },
  {
    name: "toggle-group",
    slots: ["toggle-group", "toggle-group-item"],
    Example: () => (
      <ToggleGroup type="multiple" variant="outline" defaultValue={["bold"]} aria-label="Format">
        <ToggleGroupItem value="bold" aria-label="Bold">
          <BoldIcon />
        </ToggleGroupItem>
        <ToggleGroupItem value="italic" aria-label="Italic">
          <ItalicIcon />
        </ToggleGroupItem>
        <ToggleGroupItem value="underline" aria-label="Underline">
          <UnderlineIcon />
        </ToggleGroupItem>
      </ToggleGroup>
    ),
  },
  { name: "calendar", slots: ["calendar"], Example: DatePicker },
  { name: "calendar-range", slots: ["calendar"], Example: RangePicker },
  {
    name: "form",
    slots: ["form-item", "form-label", "form-control", "form-description"],
    Example: Signup,
  },
  {
    name: "field",
    slots: ["field-set", "field-group", "field", "field-error", "field-separator"],
    Example: () => (
      <FieldSet>
        <FieldLegend>Payment</FieldLegend>
        <FieldGroup>
          <Field data-invalid>
            <FieldLabel htmlFor="card-number">Card number</FieldLabel>
            <Input id="card-number" aria-invalid defaultValue="1234" />
            <FieldError errors={[{ message: "Sixteen digits, please" }]} />
          </Field>
          <FieldSeparator>or</FieldSeparator>
          <Field orientation="horizontal">
            <Checkbox id="same" defaultChecked />
            <FieldLabel htmlFor="same">Same as the billing address</FieldLabel>
          </Field>
          <Field>
            <FieldDescription>We keep nothing.</FieldDescription>
          </Field>
        </FieldGroup>
      </FieldSet>
    ),
  },
  { name: "input-otp", slots: ["input-otp", "input-otp-slot"], Example: Otp },
  {
    name: "input-group",
    slots: ["input-group", "input-group-addon", "input-group-control"],
    Example: () => (
      <div className="grid gap-2">
        <InputGroup>
          <InputGroupInput placeholder="Search" aria-label="Search" />
          <InputGroupAddon>
            <SearchIcon />
          </InputGroupAddon>
          <InputGroupAddon align="inline-end">
            <InputGroupButton>Go</InputGroupButton>
          </InputGroupAddon>
        </InputGroup>
        <InputGroup>
          <InputGroupAddon>
            <InputGroupText>https://</InputGroupText>
          </InputGroupAddon>
          <InputGroupInput placeholder="example.com" aria-label="Address" />
        </InputGroup>
      </div>
    ),
  },
  {
    name: "button-group",
    slots: ["button-group", "button-group-separator", "button-group-text"],
    Example: () => (
      <div className="grid gap-2">
        <ButtonGroup>
          <Button variant="outline">Archive</Button>
          <Button variant="outline">Report</Button>
          <Button variant="outline" size="icon" aria-label="More">
            <ChevronDownIcon />
          </Button>
        </ButtonGroup>
        <ButtonGroup>
          <Button variant="secondary">Copy</Button>
          <ButtonGroupSeparator />
          <Button variant="secondary">Paste</Button>
        </ButtonGroup>
        <ButtonGroup>
          <ButtonGroupText>Seats</ButtonGroupText>
          <Input aria-label="Seats" defaultValue="4" />
        </ButtonGroup>
      </div>
    ),
  },
];
