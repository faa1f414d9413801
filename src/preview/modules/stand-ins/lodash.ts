import * as all from "es-toolkit/compat";

/** `lodash` and `lodash-es`: the same functions from a smaller library. Wrapped chains are not among them. */
export * from "es-toolkit/compat";
export default Object.assign((value: unknown) => value, all);
