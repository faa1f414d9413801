import { type ChangeEvent, type FormEvent, useState } from "react";

interface Message {
  id: string;
  role: "user" | "assistant";
  content: string;
  parts: { type: "text"; text: string }[];
}

const says = (role: Message["role"], text: string): Message => ({
  id: Math.random().toString(36).slice(2),
  role,
  content: text,
  parts: [{ type: "text", text }],
});

const answer = "The preview is offline: a real answer would appear here.";

/** `useChat` of the AI SDK, versions 3 to 5: what is sent appears, and a notice stands for the answer. */
export function useChat(options: { initialMessages?: Message[]; messages?: Message[]; initialInput?: string } = {}) {
  const [messages, setMessages] = useState<Message[]>(options.messages ?? options.initialMessages ?? []);
  const [input, setInput] = useState(options.initialInput ?? "");
  const send = (text: string) => {
    if (text.trim()) setMessages((before) => [...before, says("user", text), says("assistant", answer)]);
    return Promise.resolve();
  };
  return {
    messages,
    setMessages,
    input,
    setInput,
    handleInputChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => setInput(event.target.value),
    handleSubmit(event?: FormEvent) {
      event?.preventDefault?.();
      setInput("");
      return send(input);
    },
    append: (message: { content: string }) => send(message.content),
    sendMessage: (message: { text?: string } | string) =>
      send(typeof message === "string" ? message : (message.text ?? "")),
    reload: () => Promise.resolve(),
    regenerate: () => Promise.resolve(),
    stop: () => {},
    addToolResult: () => {},
    isLoading: false,
    status: "ready",
    error: undefined,
    data: undefined,
  };
}

/** `useCompletion` of the AI SDK. */
export function useCompletion() {
  const [input, setInput] = useState("");
  const [completion, setCompletion] = useState("");
  const complete = () => Promise.resolve(setCompletion(answer)).then(() => answer);
  return {
    completion,
    setCompletion,
    complete,
    input,
    setInput,
    handleInputChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => setInput(event.target.value),
    handleSubmit(event?: FormEvent) {
      event?.preventDefault?.();
      return complete();
    },
    isLoading: false,
    stop: () => {},
    error: undefined,
  };
}

export const useObject = () => ({
  object: undefined,
  submit: () => {},
  isLoading: false,
  error: undefined,
  stop: () => {},
});
