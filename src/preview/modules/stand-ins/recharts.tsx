import {
  type ComponentProps,
  cloneElement,
  createElement,
  isValidElement,
  type ReactNode,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { Pie as NewPie, ResponsiveContainer as RealContainer, Sector } from "recharts";

export * from "recharts";

type Draw = ((props: Record<string, unknown>) => ReactNode) | ReactNode | Record<string, unknown>;
type PieProps = Omit<ComponentProps<typeof NewPie>, "activeShape" | "shape"> & {
  /** Version 2: the slice, or slices, that are drawn as `activeShape`. */
  activeIndex?: number | number[];
  activeShape?: Draw;
  inactiveShape?: Draw;
  shape?: unknown;
};

function draw(shape: Draw, props: Record<string, unknown>): ReactNode {
  if (typeof shape === "function") return shape(props);
  if (isValidElement<Record<string, unknown>>(shape)) return cloneElement(shape, props);
  const given = typeof shape === "object" && shape !== null ? { ...props, ...shape } : props;
  return Reflect.apply(createElement, undefined, [Sector, given]);
}

/** Version 2 let code say which slice is active; version 3 only knows the pointer. */
export function Pie({ activeIndex, activeShape, inactiveShape, shape, ...rest }: PieProps) {
  if (activeIndex === undefined) {
    const given = { ...rest, ...(activeShape === undefined ? {} : { activeShape }), ...(shape ? { shape } : {}) };
    return Reflect.apply(createElement, undefined, [NewPie, { ...given, ...(inactiveShape ? { inactiveShape } : {}) }]);
  }
  const active = new Set([activeIndex].flat());
  const choose = (props: Record<string, unknown>, index?: number) => {
    const at = index ?? Number(props.index ?? Number.NaN);
    if (active.has(at) && activeShape !== undefined) return draw(activeShape, props);
    return draw(inactiveShape ?? {}, props);
  };
  return Reflect.apply(createElement, undefined, [NewPie, { ...rest, shape: choose }]);
}

const loneHeight = 280;

/** As tall as what it stands in; where that has no height, as for a chart that is looked at alone, as tall as charts are. */
export function ResponsiveContainer(props: ComponentProps<typeof RealContainer>) {
  const [alone, setAlone] = useState(false);
  const mark = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const box = mark.current?.parentElement;
    if (box && box.clientHeight === 0 && box.clientWidth > 0) setAlone(true);
  }, []);
  const height = alone && props.aspect === undefined && typeof props.height !== "number" ? { height: loneHeight } : {};
  return (
    <>
      <span ref={mark} hidden />
      <RealContainer {...props} {...height} />
    </>
  );
}
