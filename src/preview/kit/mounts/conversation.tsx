import { FileTextIcon, XIcon } from "lucide-react";
import * as React from "react";
import {
  Attachment,
  AttachmentAction,
  AttachmentActions,
  AttachmentContent,
  AttachmentDescription,
  AttachmentGroup,
  AttachmentMedia,
  AttachmentTitle,
  AttachmentTrigger,
} from "@/components/ui/attachment";
import { Bubble, BubbleContent, BubbleGroup, BubbleReactions } from "@/components/ui/bubble";
import {
  Combobox,
  ComboboxChip,
  ComboboxChips,
  ComboboxChipsInput,
  ComboboxCollection,
  ComboboxContent,
  ComboboxEmpty,
  ComboboxGroup,
  ComboboxInput,
  ComboboxItem,
  ComboboxLabel,
  ComboboxList,
  ComboboxSeparator,
  ComboboxTrigger,
  ComboboxValue,
  useComboboxAnchor,
} from "@/components/ui/combobox";
import { Marker, MarkerContent, MarkerIcon } from "@/components/ui/marker";
import {
  Message,
  MessageAvatar,
  MessageContent,
  MessageFooter,
  MessageGroup,
  MessageHeader,
} from "@/components/ui/message";
import type { Mount } from "./kinds.ts";

const Conversation = () => (
  <MessageGroup>
    <Marker variant="separator">
      <MarkerIcon>·</MarkerIcon>
      <MarkerContent>Today</MarkerContent>
    </Marker>
    <Message>
      <MessageAvatar>A</MessageAvatar>
      <MessageContent>
        <MessageHeader>Assistant</MessageHeader>
        <BubbleGroup>
          <Bubble variant="muted">
            <BubbleContent>Here is the plan.</BubbleContent>
            <BubbleReactions>+1</BubbleReactions>
          </Bubble>
        </BubbleGroup>
        <MessageFooter>09:41</MessageFooter>
      </MessageContent>
    </Message>
    <AttachmentGroup>
      <Attachment>
        <AttachmentMedia>
          <FileTextIcon />
        </AttachmentMedia>
        <AttachmentContent>
          <AttachmentTitle>plan.pdf</AttachmentTitle>
          <AttachmentDescription>120 kB</AttachmentDescription>
        </AttachmentContent>
        <AttachmentActions>
          <AttachmentAction aria-label="Remove">
            <XIcon />
          </AttachmentAction>
        </AttachmentActions>
        <AttachmentTrigger aria-label="Open plan.pdf" />
      </Attachment>
    </AttachmentGroup>
  </MessageGroup>
);

const fruit = ["Apple", "Banana", "Cherry"];
const zones = [
  { value: "America", items: ["Lima", "Quito"] },
  { value: "Europe", items: ["Oslo", "Rome"] },
];

function Several() {
  const anchor = useComboboxAnchor();
  const [value, setValue] = React.useState<string[]>(["Apple"]);
  return (
    <Combobox items={fruit} multiple value={value} onValueChange={setValue}>
      <ComboboxChips ref={anchor}>
        <ComboboxValue>
          {(values: string[]) => values.map((one) => <ComboboxChip key={one}>{one}</ComboboxChip>)}
        </ComboboxValue>
        <ComboboxChipsInput aria-label="Several" />
      </ComboboxChips>
      <ComboboxContent anchor={anchor}>
        <ComboboxList>{(item: string) => <ComboboxItem key={item} value={item} />}</ComboboxList>
      </ComboboxContent>
    </Combobox>
  );
}

const Comboboxes = () => (
  <div className="grid gap-3">
    <Combobox items={fruit}>
      <ComboboxInput placeholder="Pick a fruit" aria-label="Fruit" showClear />
      <ComboboxContent>
        <ComboboxEmpty>Nothing found.</ComboboxEmpty>
        <ComboboxList>
          {(item: string) => (
            <ComboboxItem key={item} value={item}>
              {item}
            </ComboboxItem>
          )}
        </ComboboxList>
      </ComboboxContent>
    </Combobox>
    <Combobox items={zones} defaultValue="Oslo">
      <ComboboxTrigger className="flex rounded border px-2 py-1 text-sm">
        <ComboboxValue placeholder="Zone" />
      </ComboboxTrigger>
      <ComboboxContent>
        <ComboboxList>
          {(group: (typeof zones)[number]) => (
            <ComboboxGroup key={group.value} items={group.items}>
              <ComboboxLabel>{group.value}</ComboboxLabel>
              <ComboboxCollection>{(item: string) => <ComboboxItem key={item} value={item} />}</ComboboxCollection>
              <ComboboxSeparator />
            </ComboboxGroup>
          )}
        </ComboboxList>
      </ComboboxContent>
    </Combobox>
    <Several />
  </div>
);

/** Parts of a conversation, and the newer combobox. */
export const conversation: Mount[] = [
  { name: "conversation", slots: ["message", "bubble-content", "attachment", "marker"], Example: Conversation },
  { name: "newer-combobox", slots: ["input-group", "combobox-trigger", "combobox-chips"], Example: Comboboxes },
];
