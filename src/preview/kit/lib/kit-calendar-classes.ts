/** Class names as version 8 of react-day-picker spelled them, each with the keys that took its place. */
const renamed: Record<string, string[]> = {
  caption: ["month_caption"],
  caption_dropdowns: ["dropdowns"],
  nav_button: ["button_previous", "button_next"],
  nav_button_previous: ["button_previous"],
  nav_button_next: ["button_next"],
  table: ["month_grid"],
  tbody: ["weeks"],
  head_row: ["weekdays"],
  head_cell: ["weekday"],
  row: ["week"],
  cell: ["day"],
  day: ["day_button"],
  day_selected: ["selected"],
  day_today: ["today"],
  day_outside: ["outside"],
  day_disabled: ["disabled"],
  day_hidden: ["hidden"],
  day_range_start: ["range_start"],
  day_range_middle: ["range_middle"],
  day_range_end: ["range_end"],
  weeknumber: ["week_number"],
};

/** Turns class names of either generation into today's. `day` is renamed only beside another old name. */
export function currentClassNames(given: Record<string, string | undefined>): Record<string, string> {
  const old = Object.keys(given).some((key) => key !== "day" && key in renamed);
  const result: Record<string, string> = {};
  for (const [key, classes] of Object.entries(given)) {
    if (!classes) continue;
    for (const name of (old && renamed[key]) || [key]) {
      result[name] = result[name] ? `${result[name]} ${classes}` : classes;
    }
  }
  return result;
}
