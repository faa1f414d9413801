import type { Expression, Pattern, Script, Statement } from "./script-parser.ts";

/** Values of a configuration: plain data, regular expressions as data, and functions that are interpreted. */
export type Value = string | number | boolean | null | undefined | Value[] | { [key: string]: Value } | ScriptFunction;

/** Called with values, and interpreted: nothing of a project is ever executed. */
export type ScriptFunction = (...args: Value[]) => Value;

/** What a script may import or `require`, by module and name; `undefined` for what is unknown. */
export type ModuleValues = (module: string, name: string) => Value;

/** More than any sensible configuration needs. */
const limits = { steps: 50_000, depth: 300, text: 100_000, items: 10_000 };
const forbidden = /^(__proto__|constructor|prototype)$/;

/** Thrown where an expression does something that cannot be followed. */
export class NotStatic extends Error {}

/**
 * Interprets a configuration file.
 * @param missed is told of every part that cannot be followed, which is then left out
 */
export function scriptValue(script: Script, modules: ModuleValues, missed: (what: string) => void): Value {
  const interpreter = new Interpreter(modules, missed);
  const scope = new Map<string, () => Value>([["Object", () => objectFunctions]]);
  for (const { local, imported, from } of script.imports) scope.set(local, () => modules(from, imported));
  for (const statement of script.statements) {
    if (statement.type === "declare") interpreter.declare(scope, statement.pattern, statement.value);
  }
  return script.exported ? interpreter.value(script.exported, scope) : undefined;
}

type Scope = Map<string, () => Value>;

class Interpreter {
  #steps = 0;
  #depth = 0;
  readonly #modules: ModuleValues;
  readonly #missed: (what: string) => void;

  constructor(modules: ModuleValues, missed: (what: string) => void) {
    this.#modules = modules;
    this.#missed = missed;
  }

  /** A name gets its value when it is first asked for, so that the order does not matter. */
  declare(scope: Scope, pattern: Pattern, expression: Expression): void {
    let known: { value: Value } | undefined;
    let asked = false;
    this.#bind(scope, pattern, () => {
      if (known) return known.value;
      if (asked) throw new NotStatic("a name stands for itself");
      asked = true;
      try {
        known = { value: this.value(expression, scope) };
        return known.value;
      } finally {
        asked = false;
      }
    });
  }

  #bind(scope: Scope, pattern: Pattern, value: () => Value): void {
    if ("name" in pattern) scope.set(pattern.name, value);
    else for (const { from, to } of pattern.taken) scope.set(to, () => member(value(), from));
  }

  /** @throws NotStatic */
  value(expression: Expression, scope: Scope): Value {
    if (this.#depth === 0) this.#steps = 0;
    if (++this.#steps > limits.steps || this.#depth > limits.depth) throw new NotStatic("it takes too long");
    this.#depth++;
    try {
      const value = this.#evaluate(expression, scope);
      if (
        (typeof value === "string" && value.length > limits.text) ||
        (Array.isArray(value) && value.length > limits.items)
      )
        throw new NotStatic("it grows too large");
      return value;
    } finally {
      this.#depth--;
    }
  }

  #evaluate(expression: Expression, scope: Scope): Value {
    switch (expression.type) {
      case "value":
        return expression.value;
      case "regex":
        return { regex: expression.source, flags: expression.flags };
      case "template":
        return expression.parts
          .map((part, at) => {
            const inner = expression.expressions[at];
            return inner ? part + text(this.value(inner, scope)) : part;
          })
          .join("");
      case "name": {
        const found = scope.get(expression.name);
        if (!found) throw new NotStatic(`${expression.name} is not known`);
        return found();
      }
      case "array":
        return this.#list(expression.items, scope);
      case "object":
        return this.#object(expression, scope);
      case "function":
        return (...args) => this.#run(expression.body, this.#inner(scope, expression.parameters, args));
      case "member":
        return member(this.value(expression.object, scope), text(this.value(expression.key, scope)));
      case "call":
        return this.#call(expression, scope);
      case "unary":
        return unary(expression.operator, this.value(expression.value, scope));
      case "binary":
        return this.#binary(expression, scope);
      case "choice":
        return this.value(this.value(expression.test, scope) ? expression.yes : expression.no, scope);
    }
  }

  #inner(scope: Scope, parameters: Pattern[], args: Value[]): Scope {
    const inner = new Map(scope);
    for (const [at, pattern] of parameters.entries()) this.#bind(inner, pattern, () => args[at]);
    return inner;
  }

  #run(statements: Statement[], scope: Scope): Value {
    for (const statement of statements) {
      if (statement.type === "declare") this.declare(scope, statement.pattern, statement.value);
      else if (statement.type === "do") this.#try(() => this.value(statement.value, scope));
      else if (statement.type === "return") return this.value(statement.value, scope);
      else {
        const value = this.#run(this.value(statement.test, scope) ? statement.yes : statement.no, new Map(scope));
        if (value !== undefined) return value;
      }
    }
    return undefined;
  }

  /** An item or entry that cannot be followed is left out, and the rest stays. */
  #try<T>(run: () => T): T | undefined {
    try {
      return run();
    } catch (thrown) {
      if (!(thrown instanceof NotStatic)) throw thrown;
      this.#missed(thrown.message);
      return undefined;
    }
  }

  #list(items: { spread: boolean; value: Expression }[], scope: Scope): Value[] {
    return items.flatMap(({ spread, value }) => {
      const item = this.#try(() => ({ value: this.value(value, scope) }));
      if (!item) return [];
      return spread ? (Array.isArray(item.value) ? item.value : []) : [item.value];
    });
  }

  #object(expression: Extract<Expression, { type: "object" }>, scope: Scope): Value {
    const object: { [key: string]: Value } = {};
    const put = (key: string, value: Value) => {
      if (!forbidden.test(key)) object[key] = value;
    };
    for (const entry of expression.entries) {
      this.#try(() => {
        if ("spread" in entry) {
          const value = this.value(entry.spread, scope);
          if (isObject(value)) for (const [key, one] of Object.entries(value)) put(key, one);
        } else put(text(this.value(entry.key, scope)), this.value(entry.value, scope));
      });
    }
    return object;
  }

  #call({ callee, args }: Extract<Expression, { type: "call" }>, scope: Scope): Value {
    if (callee.type === "name" && callee.name === "require" && !scope.has("require")) {
      const module = args[0]?.value;
      return this.#modules(module?.type === "value" ? text(module.value) : "", "*");
    }
    const values = this.#list(args, scope);
    if (callee.type === "member") {
      const object = this.value(callee.object, scope);
      const name = text(this.value(callee.key, scope));
      const method = builtInMethod(object, name);
      if (method) return method(...values);
    }
    const called = this.value(callee, scope);
    if (typeof called !== "function") throw new NotStatic(`${nameOf(callee)}() cannot be followed`);
    return called(...values);
  }

  #binary({ operator, left, right }: Extract<Expression, { type: "binary" }>, scope: Scope): Value {
    const first = this.value(left, scope);
    const second = () => this.value(right, scope);
    switch (operator) {
      case "??":
        return first ?? second();
      case "||":
        return first || second();
      case "&&":
        return first && second();
      case "===":
      case "==":
        return first === second();
      case "!==":
      case "!=":
        return first !== second();
      case "+": {
        const other = second();
        return typeof first === "number" && typeof other === "number" ? first + other : text(first) + text(other);
      }
      case "-":
        return Number(first) - Number(second());
      case "*":
        return Number(first) * Number(second());
      case "/":
        return Number(first) / Number(second());
      default:
        throw new NotStatic(`${operator} cannot be followed`);
    }
  }
}

/** What of `Object` configurations use to turn colours into variables. */
const objectFunctions: { [key: string]: Value } = {
  keys: (object) => (isObject(object) ? Object.keys(object) : []),
  values: (object) => (isObject(object) ? Object.values(object) : []),
  entries: (object) => (isObject(object) ? Object.entries(object) : []),
  assign: (...objects) => Object.assign({}, ...objects.filter(isObject)),
  fromEntries: (entries) =>
    Object.fromEntries(
      (Array.isArray(entries) ? entries : []).flatMap((entry) =>
        Array.isArray(entry) && !forbidden.test(text(entry[0])) ? [[text(entry[0]), entry[1]]] : [],
      ),
    ),
};

export const isObject = (value: Value): value is { [key: string]: Value } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const text = (value: Value): string =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";

function member(object: Value, key: string): Value {
  if (forbidden.test(key)) return undefined;
  if (Array.isArray(object)) return key === "length" ? object.length : object[Number(key)];
  // Tailwind's `theme` is a function that has members.
  if (typeof object === "function") return Reflect.get(object, key);
  return isObject(object) && Object.hasOwn(object, key) ? object[key] : undefined;
}

function unary(operator: string, value: Value): Value {
  if (operator === "!") return !value;
  return operator === "-" ? -Number(value) : Number(value);
}

const nameOf = (expression: Expression): string =>
  expression.type === "name" ? expression.name : expression.type === "member" ? nameOf(expression.key) : "a function";

/** The few methods that configurations use on their own data. */
function builtInMethod(object: Value, name: string): ScriptFunction | undefined {
  if (Array.isArray(object)) {
    if (name === "join") return (separator) => object.map(text).join(separator === undefined ? "," : text(separator));
    if (name === "concat") return (...more) => [...object, ...more.flat()];
    if (name === "reduce") {
      return (each, start) =>
        typeof each === "function" ? object.reduce((sum, one, at) => each(sum, one, at), start) : start;
    }
    if (name === "filter") return (keep) => (typeof keep === "function" ? object.filter((one) => keep(one)) : object);
    if (name === "flat") return () => object.flat();
    if (name === "includes") return (one) => object.includes(one);
    if (name === "map") return (each) => (typeof each === "function" ? object.map((one, at) => each(one, at)) : object);
  }
  if (typeof object === "string" && name === "replace") {
    return (from, to) => (typeof from === "string" ? object.replace(from, () => text(to)) : object);
  }
  return undefined;
}
