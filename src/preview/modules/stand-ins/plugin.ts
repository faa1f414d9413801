/** A plugin that leaves things as they are. */
export default function plugin() {
  return () => {};
}
