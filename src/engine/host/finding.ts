/** What one check of `vitrine doctor` found. */
export interface Finding {
  /** A name that scripts may rely on; unique within a report. */
  check: string;
  section: Section;
  state: "ok" | "warn" | "fail";
  detail: string;
  /** What to do, exactly. */
  fix?: string;
}

/** In the order in which people read them. */
export const sections = ["Vitrine", "GPU", "Engine", "Machine"] as const;
export type Section = (typeof sections)[number];

export const ok = (detail: string) => ({ state: "ok", detail }) as const;
export const warn = (detail: string, fix?: string) => finding("warn", detail, fix);
export const fail = (detail: string, fix?: string) => finding("fail", detail, fix);

function finding<State extends "warn" | "fail">(state: State, detail: string, fix: string | undefined) {
  return fix === undefined ? { state, detail } : { state, detail, fix };
}

export type Outcome = ReturnType<typeof ok> | ReturnType<typeof warn> | ReturnType<typeof fail>;

const gibibyte = 1024 ** 3;

/** "43.8 GiB", "512 MiB". */
export function size(bytes: number): string {
  if (bytes < gibibyte) return `${Math.floor(bytes / 1024 ** 2)} MiB`;
  return `${(bytes / gibibyte).toFixed(bytes < 100 * gibibyte ? 1 : 0)} GiB`;
}

export const gib = (count: number): number => count * gibibyte;
