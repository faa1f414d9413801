import { familyFor, fontStyle } from "./font-style.ts";

/** The Geist font packages, answered with the frame's own fonts. */
export const GeistSans = fontStyle("geist-sans", familyFor("Geist"), { variable: "--font-geist-sans" });
export const GeistMono = fontStyle("geist-mono", familyFor("Geist_Mono"), { variable: "--font-geist-mono" });
