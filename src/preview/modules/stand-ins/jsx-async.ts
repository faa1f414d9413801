import type { ElementType } from "react";
import * as runtime from "react/jsx-runtime";
import { sync } from "./async-component.ts";

/** `react/jsx-runtime` for projects with async server components, which React's own cannot render in a browser. */
type Props = Record<string, unknown>;
const awaited = (type: ElementType): ElementType => (typeof type === "function" ? sync(type) : type);

export const { Fragment } = runtime;
export const jsx = (type: ElementType, props: Props, key?: string) => runtime.jsx(awaited(type), props, key);
export const jsxs = (type: ElementType, props: Props, key?: string) => runtime.jsxs(awaited(type), props, key);
