/** `next/script`: outside scripts do not run in the preview. */
export default function Script(): null {
  return null;
}
