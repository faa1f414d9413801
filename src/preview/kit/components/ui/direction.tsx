import { Direction as DirectionPrimitive } from "radix-ui";

const { DirectionProvider, useDirection } = DirectionPrimitive;

export { DirectionProvider, useDirection };
