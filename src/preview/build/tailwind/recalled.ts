/** Remembers the last answers of a function that depends on nothing but its key. */
export function recalled<Input, Output>(make: (input: Input) => Output, keyOf: (input: Input) => string, kept = 8) {
  const answers = new Map<string, Output>();
  return (input: Input): Output => {
    const key = keyOf(input);
    const known = answers.get(key);
    if (known !== undefined) return known;
    const made = make(input);
    answers.set(key, made);
    for (const oldest of [...answers.keys()].slice(0, Math.max(0, answers.size - kept))) answers.delete(oldest);
    return made;
  };
}
