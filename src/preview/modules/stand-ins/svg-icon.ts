import { type ComponentType, createElement, forwardRef, type SVGProps } from "react";

type Node = [tag: string, attributes: Record<string, unknown>];
type Props = SVGProps<SVGSVGElement> & { title?: string; titleId?: string };

/** An icon of a set whose icons are plain `svg` elements, from its attributes and parts. */
export function createSvgIcon(attributes: Record<string, unknown>, parts: Node[]) {
  // biome-ignore lint/correctness/noComponentHookFactories: making components is what it is for
  return forwardRef<SVGSVGElement, Props>(function SvgIcon({ title, titleId, color, ...rest }, ref) {
    const children = parts.map(([tag, given], key) => {
      const painted = color && given.fill === "currentColor" ? { ...given, fill: color } : given;
      return createElement(tag, { key, ...painted });
    });
    const label = title ? createElement("title", { id: titleId, key: "title" }, title) : null;
    return createElement("svg", { ...attributes, "aria-labelledby": titleId, ...rest, ref }, label, ...children);
  });
}

interface MappedProps extends Record<string, unknown> {
  size?: number | string;
}

/** An icon of another set, drawn with ours: as tall as the text around it unless a size is given. */
export function createMappedIcon(icon: ComponentType<Record<string, unknown>>, filled: boolean) {
  // biome-ignore lint/correctness/noComponentHookFactories: making components is what it is for
  return function MappedIcon({ size = "1em", weight, mirrored: _mirrored, ...rest }: MappedProps) {
    const solid = filled || weight === "fill";
    return createElement(icon, { size, ...(solid ? { strokeWidth: 2.4 } : {}), ...rest });
  };
}

/** An icon that we have nothing like, such as most brands: its first letter in a rounded square. */
export function createLetterIcon(letter: string, name: string) {
  // biome-ignore lint/correctness/noComponentHookFactories: making components is what it is for
  return function LetterIcon({ size = "1em", color = "currentColor", ...rest }: MappedProps & { color?: string }) {
    const shown = { x: 12, y: 16.5, textAnchor: "middle", fontSize: 13, fontWeight: 700, fill: color };
    const font = { fontFamily: "system-ui, sans-serif", stroke: "none" };
    return createElement(
      "svg",
      { width: size, height: size, viewBox: "0 0 24 24", fill: "none", stroke: color, strokeWidth: 2, ...rest },
      createElement("title", null, name),
      createElement("rect", { x: 2, y: 2, width: 20, height: 20, rx: 5 }),
      createElement("text", { ...shown, ...font }, letter),
    );
  };
}
