import type { CSSProperties, ReactNode } from "react";

const box: CSSProperties = {
  display: "grid",
  placeItems: "center",
  width: "100%",
  height: "100%",
  minHeight: 120,
  border: "1px dashed currentColor",
  borderRadius: 8,
  fontSize: 13,
  opacity: 0.7,
  textAlign: "center",
};

/** A 3D scene needs three.js, which is not part of the preview: a labelled box has its place. */
export function Canvas({ className, style }: { className?: string; style?: CSSProperties; children?: ReactNode }) {
  return (
    <div className={className} style={{ ...box, ...style }} data-vitrine-missing="Canvas">
      3D scene: three.js is not part of the preview
    </div>
  );
}

const state = { size: { width: 0, height: 0 }, viewport: { width: 1, height: 1 }, clock: { elapsedTime: 0 } };
export const useFrame = (_run: unknown): void => {};
export function useThree<T>(select?: (of: typeof state) => T) {
  return select ? select(state) : state;
}
export const useLoader = (): undefined => undefined;
export const extend = (_objects: unknown): void => {};
