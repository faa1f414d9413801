import * as babel from "prettier/plugins/babel";
import * as estree from "prettier/plugins/estree";
import { format } from "prettier/standalone";

/** Built into an asset of its own by `scripts/build`: inside the executable's main bundle it would cost three times its size. */
export const prettify = (source: string): Promise<string> =>
  format(source, { parser: "babel-ts", plugins: [babel, estree] });
