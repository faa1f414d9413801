import { createElement, type ReactElement } from "react";

interface Options {
  width?: number;
  height?: number;
}

/** `next/og` draws a picture on a server; here its element is shown in the picture's size. */
export class ImageResponse {
  constructor(element: ReactElement, { width = 1200, height = 630 }: Options = {}) {
    // What a constructor returns takes the place of the object: a component that returns it renders.
    // biome-ignore lint/correctness/noConstructorReturn: that is the point
    return createElement("div", { style: { display: "flex", width, height, overflow: "hidden" } }, element);
  }
}
