import { clsx } from "clsx";

/** `classnames` takes what `clsx` takes. */
export default clsx;
