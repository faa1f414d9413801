import dayjs from "dayjs";
import advancedFormat from "dayjs/plugin/advancedFormat";
import calendar from "dayjs/plugin/calendar";
import customParseFormat from "dayjs/plugin/customParseFormat";
import duration from "dayjs/plugin/duration";
import isBetween from "dayjs/plugin/isBetween";
import isSameOrAfter from "dayjs/plugin/isSameOrAfter";
import isSameOrBefore from "dayjs/plugin/isSameOrBefore";
import localizedFormat from "dayjs/plugin/localizedFormat";
import minMax from "dayjs/plugin/minMax";
import relativeTime from "dayjs/plugin/relativeTime";
import utc from "dayjs/plugin/utc";
import weekday from "dayjs/plugin/weekday";

for (const plugin of [advancedFormat, calendar, customParseFormat, duration, isBetween, isSameOrAfter]) {
  dayjs.extend(plugin);
}
for (const plugin of [isSameOrBefore, localizedFormat, minMax, relativeTime, utc, weekday]) dayjs.extend(plugin);

/** `moment` as far as `dayjs` goes: the same calls, but a date is never changed in place. */
export default Object.assign((...given: Parameters<typeof dayjs>) => dayjs(...given), dayjs, {
  isMoment: dayjs.isDayjs,
});
