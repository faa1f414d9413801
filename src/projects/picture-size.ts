export interface PictureSize {
  mediaType: "image/webp" | "image/jpeg";
  width: number;
  height: number;
}

/**
 * What a picture's own bytes say that it is, read from its header without decoding it.
 * WebP after RFC 9649, JPEG after ITU T.81 annex B.
 * @returns undefined for anything else, and for a header that is cut off or makes no sense
 */
export function pictureSize(data: Uint8Array): PictureSize | undefined {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const found = ascii(data, 0, 4) === "RIFF" && ascii(data, 8, 12) === "WEBP" ? webp(data, view) : jpeg(data, view);
  return found && found.width > 0 && found.height > 0 ? found : undefined;
}

const ascii = (data: Uint8Array, from: number, to: number): string =>
  Buffer.from(data.subarray(from, to)).toString("latin1");

function webp(data: Uint8Array, view: DataView): PictureSize | undefined {
  if (data.byteLength < 30 || view.getUint32(4, true) + 8 > data.byteLength + 1) return undefined;
  const mediaType = "image/webp" as const;
  const threeBytes = (at: number) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16);
  switch (ascii(data, 12, 16)) {
    case "VP8 ": {
      // The three bytes of the start code stand behind the frame's tag.
      if (threeBytes(23) !== 0x2a019d) return undefined;
      return { mediaType, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    }
    case "VP8L": {
      if (view.getUint8(20) !== 0x2f) return undefined;
      const bits = view.getUint32(21, true);
      return { mediaType, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case "VP8X":
      return { mediaType, width: threeBytes(24) + 1, height: threeBytes(27) + 1 };
    default:
      return undefined;
  }
}

/** Walks from marker to marker up to the one that begins the frame. */
function jpeg(data: Uint8Array, view: DataView): PictureSize | undefined {
  if (data.byteLength < 4 || view.getUint16(0) !== 0xffd8) return undefined;
  for (let at = 2; at + 9 <= data.byteLength; ) {
    const marker = view.getUint16(at);
    if (marker < 0xff01) return undefined;
    const length = view.getUint16(at + 2);
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (isFrame) return { mediaType: "image/jpeg", height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    if (length < 2) return undefined;
    at += 2 + length;
  }
  return undefined;
}
