import { measurePreviewBuild } from "../../src/preview/build/bench.ts";
import { median, ms, type Row } from "./table.ts";

const bound = 10;

/** Warm builds of a 150-line component, each with new text so that no cache answers. */
export async function preview(): Promise<Row[]> {
  const times = await measurePreviewBuild();
  return [
    {
      what: "preview build, 150 lines, warm (median)",
      figure: ms(median(times)),
      against: `${ms(bound)} bound`,
      ratio: (median(times) / bound).toFixed(2),
    },
  ];
}
