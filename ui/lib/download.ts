/** Lets the browser save something that the page holds. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The download begins after this turn.
  setTimeout(() => URL.revokeObjectURL(url), 30_000);
}

/** Today for the name of a file: "2026-03-01". */
export const fileDay = (now: number): string => new Date(now).toISOString().slice(0, 10);
