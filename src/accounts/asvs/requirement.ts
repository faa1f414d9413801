/** Where something stands. */
export interface Place {
  /** From the top of the repository. */
  file: string;
  /** As it is written there: a test's name, the name of one line of its table, or a heading. */
  name: string;
}

/**
 * One requirement of the OWASP Application Security Verification Standard, told in our own words. What it demands in
 * full is said there, under the same number.
 */
export interface Requirement {
  /** Of version 5.0.0, such as `8.2.2`. */
  id: string;
  level: 1 | 2;
  what: string;
  /**
   * Met, and shown by a test or, where a document is asked for, by that; not about this appliance; or open: not met in
   * full, or shown by no test.
   */
  state: { test: Place } | { document: Place } | { notHere: string } | { open: string };
}

export const covered = (id: string, level: 1 | 2, what: string, file: string, name: string): Requirement => ({
  id,
  level,
  what,
  state: { test: { file, name } },
});

export const documented = (id: string, level: 1 | 2, what: string, file: string, name: string): Requirement => ({
  id,
  level,
  what,
  state: { document: { file, name } },
});

/** @param why it is not about this appliance */
export const notHere = (id: string, level: 1 | 2, what: string, why: string): Requirement => ({
  id,
  level,
  what,
  state: { notHere: why },
});

/** @param why it is not met in full, or shown by no test */
export const open = (id: string, level: 1 | 2, what: string, why: string): Requirement => ({
  id,
  level,
  what,
  state: { open: why },
});
