import type { CSSProperties, ImgHTMLAttributes } from "react";

interface StaticImage {
  src: string;
  width?: number;
  height?: number;
}

interface ImageProps extends Omit<ImgHTMLAttributes<HTMLImageElement>, "src" | "placeholder"> {
  src: string | StaticImage | { default: StaticImage };
  fill?: boolean;
  priority?: boolean;
  preload?: boolean;
  quality?: number | string;
  placeholder?: string;
  blurDataURL?: string;
  unoptimized?: boolean;
  loader?: unknown;
  overrideSrc?: string;
  layout?: string;
  objectFit?: CSSProperties["objectFit"];
  onLoadingComplete?: unknown;
}

/** `next/image` as a plain `img`: no optimiser, and `fill` positions it as Next does. */
export default function Image(props: ImageProps) {
  const { src, fill, priority, preload, quality, placeholder, blurDataURL, unoptimized, loader, ...more } = props;
  const { overrideSrc, layout, objectFit, onLoadingComplete, style, ...rest } = more;
  const image = typeof src === "object" && src !== null && "default" in src ? src.default : src;
  const address = typeof image === "string" ? image : (image?.src ?? "");
  const size = typeof image === "object" && image ? { width: image.width, height: image.height } : {};
  const filled: CSSProperties =
    fill || layout === "fill" ? { position: "absolute", inset: 0, width: "100%", height: "100%" } : {};
  return (
    // biome-ignore lint/a11y/useAltText: the caller's alt arrives in rest
    <img {...size} {...rest} src={address} style={{ ...filled, ...(objectFit ? { objectFit } : {}), ...style }} />
  );
}

export const getImageProps = (props: ImageProps) => ({ props });
