import type { UpstreamError } from "./errors.ts";

const complaint =
  /unsupported|not (be )?support|unrecognized|unknown|extra (inputs|fields)|not permitted|unexpected|deprecated|may only be|or unset|cannot both/i;

/**
 * Which parameter a 400 or 422 complains of as not supported, among those that we can do without. Models of one
 * provider differ in what they take, and no list of them stays right for long; asking again without it does.
 * A parameter with a value out of range is the caller's mistake and no such complaint.
 */
export function refusedParameter<Name extends string>(
  status: number,
  error: UpstreamError | undefined,
  dispensable: readonly Name[],
): Name | undefined {
  if (error === undefined || (status !== 400 && status !== 422)) return undefined;
  if (!complaint.test(`${error.code ?? ""} ${error.message}`)) return undefined;
  return dispensable.find((name) =>
    error.param === undefined ? new RegExp(`\\b${name}\\b`).test(error.message) : error.param === name,
  );
}
