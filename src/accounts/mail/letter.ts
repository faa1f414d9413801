/** One e-mail before it is written out as text and as HTML. Everything in it is plain text. */
export interface Letter {
  subject: string;
  /** For the list of jobs; no name, no link. */
  summary: string;
  paragraphs: string[];
  /** What happened when and where. */
  facts?: [label: string, value: string][];
  action?: { label: string; url: string };
  /** What to do when one did not expect it. */
  closing?: string;
}

/** The appliance that writes. */
export interface Writer {
  product: string;
  page: string;
}

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => escapes[sign] ?? "");

const signature = ({ product, page }: Writer) => `Sent by ${product} at ${page}`;

export function letterText(letter: Letter, writer: Writer): string {
  const { paragraphs, facts = [], action, closing } = letter;
  const widest = Math.max(0, ...facts.map(([label]) => label.length));
  const parts = [
    ...paragraphs,
    facts.map(([label, value]) => `${`${label}:`.padEnd(widest + 2)}${value}`).join("\n"),
    action ? `${action.label}:\n${action.url}` : "",
    closing ?? "",
    `-- \n${signature(writer)}`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

const font = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
// Colours of our own only where both a light and a dark page leave them readable: clients recolour the rest themselves.
const style = `
  .card { background: #ffffff; color: #18181b; border: 1px solid #e4e4e7; }
  .quiet { color: #52525b; }
  .button { background: #18181b; color: #ffffff !important; }
  @media (prefers-color-scheme: dark) {
    .page { background: #09090b !important; }
    .card { background: #18181b !important; color: #fafafa !important; border-color: #3f3f46 !important; }
    .quiet, .quiet a { color: #a1a1aa !important; }
    .button { background: #fafafa !important; color: #18181b !important; }
  }`;

/** A table for old clients, a few styles, nothing loaded from anywhere. */
export function letterHtml(letter: Letter, writer: Writer): string {
  const { subject, paragraphs, facts = [], action, closing } = letter;
  const paragraph = (text: string) => `<p style="margin:0 0 16px">${escapeHtml(text)}</p>`;
  const fact = ([label, value]: [string, string]) =>
    `<tr><td class="quiet" style="padding:2px 16px 2px 0;vertical-align:top;white-space:nowrap">${escapeHtml(label)}</td>` +
    `<td style="padding:2px 0;word-break:break-word">${escapeHtml(value)}</td></tr>`;
  const url = escapeHtml(action?.url ?? "");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(subject)}</title>
<style>${style}
</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f4f4f5;${font};font-size:15px;line-height:1.55">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center" style="padding:32px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:520px"><tr>
<td class="card" style="padding:32px;border-radius:12px;background:#ffffff;color:#18181b;border:1px solid #e4e4e7">
<h1 style="margin:0 0 16px;font-size:19px;line-height:1.3;font-weight:600">${escapeHtml(subject)}</h1>
${paragraphs.map(paragraph).join("\n")}
${facts.length === 0 ? "" : `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 16px;font-size:14px">${facts.map(fact).join("\n")}</table>`}
${
  action
    ? `<p style="margin:8px 0 16px"><a class="button" href="${url}" style="display:inline-block;padding:10px 18px;border-radius:8px;background:#18181b;color:#ffffff;text-decoration:none;font-weight:500">${escapeHtml(action.label)}</a></p>
<p class="quiet" style="margin:0 0 16px;font-size:13px;color:#52525b">If the button does nothing, open this address:<br><span style="word-break:break-all">${url}</span></p>`
    : ""
}
${closing ? `<p class="quiet" style="margin:0;font-size:13px;color:#52525b">${escapeHtml(closing)}</p>` : ""}
</td></tr><tr><td class="quiet" style="padding:16px 32px;font-size:12px;color:#71717a;text-align:center">${escapeHtml(signature(writer))}</td></tr></table>
</td></tr></table>
</body>
</html>
`;
}
