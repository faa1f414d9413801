/** The Geist font packages, answered with the system's own fonts. */
const font = (variable: string, family: string) => ({ className: "", variable, style: { fontFamily: family } });
export const GeistSans = font("", "ui-sans-serif, system-ui, sans-serif");
export const GeistMono = font("", "ui-monospace, monospace");
