import * as all from "react-countup";

type Component = typeof all.default;

/** A CommonJS package, whose default may be one step deeper than its types say. */
const isPacked = (value: unknown): value is { default: Component } =>
  typeof value === "object" && value !== null && "default" in value;

const outer: Component | { default: Component } = all.default;
const CountUp: Component = isPacked(outer) ? outer.default : outer;

export default CountUp;
export { CountUp };
export const { useCountUp } = all;
