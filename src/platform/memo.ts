/**
 * Makes something once for each owner and keeps it as long as the owner lives, for example the prepared statements of
 * a database: `const statements = once((db: Db) => ({ ... }))`, then `statements(app.db)`.
 */
export function once<Owner extends object, Made>(make: (owner: Owner) => Made): (owner: Owner) => Made {
  const made = new WeakMap<Owner, { value: Made }>();
  return (owner) => {
    let found = made.get(owner);
    if (found === undefined) {
      found = { value: make(owner) };
      made.set(owner, found);
    }
    return found.value;
  };
}
