/** `card-title` → `cardTitle` */
export const camelCase = (name: string): string =>
  name.replace(/-+([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** `PriceCard` → `price-card` */
export const kebabCase = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/[_\s]+/g, "-")
    .toLowerCase();

/** `price-card` or `price_card` → `PriceCard` */
export const pascalCase = (name: string): string =>
  name.replace(/(^|[-_.\s]+)([A-Za-z0-9])/g, (_, _gap, letter: string) => letter.toUpperCase());

/** `isOpen` → `Is open` */
export function readable(name: string): string {
  const spaced = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[_-]+/g, " ")
    .toLowerCase()
    .trim();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
