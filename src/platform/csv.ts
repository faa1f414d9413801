/** RFC 4180; a text that a spreadsheet would run as a formula is made plain by an apostrophe. */
export function csvField(value: string | number | null): string {
  const text = String(value ?? "");
  const plain = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** One line with its end. */
export const csvLine = (values: readonly (string | number | null)[]): string =>
  `${values.map((value) => csvField(value)).join(",")}\r\n`;
