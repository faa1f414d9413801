import type { CSSProperties } from "react";
import { encode } from "uqr";

interface QrCodeProps {
  value?: string | string[];
  size?: number;
  bgColor?: string;
  fgColor?: string;
  level?: "L" | "M" | "Q" | "H";
  marginSize?: number;
  includeMargin?: boolean;
  className?: string;
  style?: CSSProperties;
  title?: string;
}

/** A QR code as one path, with the props of `qrcode.react` and `react-qr-code`. */
export default function QrCode(props: QrCodeProps) {
  const { value = "", size = 128, bgColor = "#fff", fgColor = "#000", level = "L", title } = props;
  const border = props.marginSize ?? (props.includeMargin ? 4 : 0);
  const { data, size: modules } = encode(String(value), { ecc: level, border });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return (
    <svg
      role="img"
      aria-label={title ?? "QR code"}
      width={size}
      height={size}
      viewBox={`0 0 ${modules} ${modules}`}
      shapeRendering="crispEdges"
      className={props.className}
      style={props.style}
    >
      <path fill={bgColor} d={`M0 0h${modules}v${modules}H0z`} />
      <path fill={fgColor} d={path} />
    </svg>
  );
}

export const QRCode = QrCode;
export const QRCodeSVG = QrCode;
export const QRCodeCanvas = QrCode;
