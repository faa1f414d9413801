import { createElement, Fragment, type ReactNode, useState } from "react";

interface Parser<T> {
  initial: T | null;
  parse: (text: string) => T | null;
  withDefault: (value: T) => Parser<T>;
  withOptions: (options: unknown) => Parser<T>;
}

function parser<T>(parse: (text: string) => T | null, initial: T | null = null): Parser<T> {
  const made: Parser<T> = {
    initial,
    parse,
    withDefault: (value) => parser(parse, value),
    withOptions: () => made,
  };
  return made;
}

type Given = { initial?: unknown; defaultValue?: unknown } | undefined;
const initialOf = (given: Given): unknown => given?.initial ?? given?.defaultValue ?? null;

/** State that a browser would keep in the address; here it lives as long as the component. */
export function useQueryState(_key: string, given?: Given) {
  const [value, set] = useState(() => initialOf(given));
  const change = async (next: unknown) => {
    set((before: unknown) => (typeof next === "function" ? next(before) : next) ?? initialOf(given));
    return new URLSearchParams();
  };
  return [value, change] as const;
}

export function useQueryStates(parsers: Record<string, Given>) {
  const initial = () => Object.fromEntries(Object.entries(parsers).map(([key, given]) => [key, initialOf(given)]));
  const [values, set] = useState<Record<string, unknown>>(initial);
  const change = async (next: unknown) => {
    set((before) => ({ ...before, ...((typeof next === "function" ? next(before) : next) ?? initial()) }));
    return new URLSearchParams();
  };
  return [values, change] as const;
}

const json = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

export const parseAsString = parser((text) => text);
export const parseAsInteger = parser((text) => Number.parseInt(text, 10));
export const parseAsFloat = parser(Number.parseFloat);
export const parseAsBoolean = parser((text) => text === "true");
export const parseAsIsoDateTime = parser((text) => new Date(text));
export const parseAsTimestamp = parser((text) => new Date(Number(text)));
export const parseAsArrayOf = <T>(item: Parser<T>) => parser((text) => text.split(",").map(item.parse));
export const parseAsStringEnum = <T extends string>(values: T[]) =>
  parser((text) => values.find((value) => value === text) ?? null);
export const parseAsStringLiteral = parseAsStringEnum;
export const parseAsJson = () => parser(json);
export const createParser = ({ parse }: { parse: (text: string) => unknown }) => parser(parse);
export const createSerializer = () => () => "";
export const debounce = (ms: number) => ms;
export const throttle = debounce;

export const NuqsAdapter = ({ children }: { children?: ReactNode }) => createElement(Fragment, null, children);
