import dayjs from "dayjs";

/** `dayjs` is one function with everything on it. */
export default dayjs;
export const { extend, isDayjs, locale, unix } = dayjs;
