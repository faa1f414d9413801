/** `next/head`: the preview has one document of its own. */
export default function Head(): null {
  return null;
}
