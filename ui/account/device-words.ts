import { deviceName } from "../../src/accounts/sign-in/device-name.ts";
import type { IconName } from "../kit/icon.ts";

/** The server's own words for a browser, such as "Firefox on Linux". */
export const browserName = (userAgent: string): string => deviceName(userAgent);

export function deviceIcon(userAgent: string): IconName {
  if (/iPad|Tablet/u.test(userAgent)) return "tablet";
  if (/Mobile|iPhone|Android/u.test(userAgent)) return "phone";
  return /Mozilla/u.test(userAgent) ? "desktop" : "terminal";
}
