import CountUp, { useCountUp } from "react-countup";

/** `react-countup` is a CommonJS package. */
export default CountUp;
export { CountUp, useCountUp };
