/**
 * A neutral picture of a given size, for images that are not there.
 * @param width in CSS pixels; brought between 1 and 4000
 * @param label shown small below the size
 */
export function placeholderSvg(width: number, height: number, label = ""): string {
  const w = bounded(width);
  const h = bounded(height);
  const unit = Math.max(8, Math.min(w, h) / 8);
  const text = label.slice(0, 60).replace(/[<>&"']/g, " ");
  const caption =
    Math.min(w, h) < 48
      ? ""
      : `<text x="50%" y="50%" dominant-baseline="middle" text-anchor="middle" font-family="ui-sans-serif,system-ui,sans-serif" font-size="${round(Math.min(unit, 28))}" fill="#8b93a1">${text || `${w} × ${h}`}</text>`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" role="img">` +
    `<rect width="100%" height="100%" fill="#e6e9ee"/>` +
    `<path d="M0 ${h} L${round(w * 0.35)} ${round(h * 0.55)} L${round(w * 0.55)} ${round(h * 0.75)} L${round(w * 0.75)} ${round(h * 0.45)} L${w} ${round(h * 0.8)} V${h} Z" fill="#d5dae2"/>` +
    `<circle cx="${round(w * 0.22)}" cy="${round(h * 0.25)}" r="${round(unit * 0.6)}" fill="#d5dae2"/>${caption}</svg>`
  );
}

const bounded = (size: number): number => (Number.isFinite(size) ? Math.round(Math.min(4000, Math.max(1, size))) : 400);
const round = (value: number): number => Math.round(value * 10) / 10;
