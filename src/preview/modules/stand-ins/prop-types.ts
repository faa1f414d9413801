/** React 19 no longer reads `propTypes`; declarations of them must still not fail. */
type Checker = (() => null) & { isRequired?: Checker };

function checker(): Checker {
  const check: Checker = () => null;
  check.isRequired = () => null;
  return check;
}

const make = (..._described: unknown[]): Checker => checker();

export const array = checker();
export const bigint = checker();
export const bool = checker();
export const func = checker();
export const number = checker();
export const object = checker();
export const string = checker();
export const symbol = checker();
export const any = checker();
export const element = checker();
export const elementType = checker();
export const node = checker();
export const arrayOf = make;
export const exact = make;
export const instanceOf = make;
export const objectOf = make;
export const oneOf = make;
export const oneOfType = make;
export const shape = make;
export const checkPropTypes = (): void => {};
export const resetWarningCache = (): void => {};

const simple = { array, bigint, bool, func, number, object, string, symbol, any, element, elementType, node };
const made = { arrayOf, exact, instanceOf, objectOf, oneOf, oneOfType, shape };
const PropTypes = { ...simple, ...made, checkPropTypes, resetWarningCache };

export { PropTypes };
export default PropTypes;
