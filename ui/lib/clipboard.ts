/** `navigator.clipboard` is missing over plain http on a LAN; the old way works there. */
export async function copyText(text: string): Promise<boolean> {
  if (window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Falls through to the old way, for example when the permission was refused.
    }
  }
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "sr-only";
  // What lies behind an open dialog takes no selection.
  (document.querySelector("dialog[open]") ?? document.body).append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}
