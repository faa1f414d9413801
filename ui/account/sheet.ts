/** The style sheet of the account pages as one text; build.ts puts it in, so that the studio does not load it. */
declare const ACCOUNT_SHEET: string;

let adopted = false;

/** Brings the sheet onto the page, once; a constructed sheet needs no request and no inline style. */
export function adoptSheet(): void {
  if (adopted) return;
  adopted = true;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(ACCOUNT_SHEET);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
