// @ts-expect-error The package has no types.
import confetti from "canvas-confetti";
import { useEffect } from "react";

interface ConfettiProps {
  run?: boolean;
  numberOfPieces?: number;
  colors?: string[];
  recycle?: boolean;
}

/** `react-confetti` as one burst over the whole page. */
export default function Confetti({ run = true, numberOfPieces = 200, colors }: ConfettiProps) {
  useEffect(() => {
    if (!run) return;
    confetti({ particleCount: numberOfPieces, spread: 120, origin: { y: 0.2 }, ...(colors ? { colors } : {}) });
    return () => confetti.reset();
  }, [run, numberOfPieces, colors]);
  return null;
}
