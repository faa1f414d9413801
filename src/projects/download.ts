/** An answer that a browser saves as a file; `name` is ASCII without quotes. */
export const download = (bytes: Uint8Array<ArrayBuffer>, name: string, mediaType = "application/zip"): Response =>
  new Response(bytes, {
    headers: {
      "content-type": mediaType,
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
    },
  });

/**
 * A picture that may hold anything: whoever opens its address as a page gets an image and nothing that runs.
 * @param forGood the address names these very bytes
 */
export function pictureResponse(
  request: Request,
  { mediaType, hash, data }: { mediaType: string; hash: string; data: Uint8Array },
  forGood: boolean,
): Response {
  const headers = {
    "content-type": mediaType,
    "content-disposition": "inline",
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    etag: `"${hash}"`,
    "cache-control": forGood ? "private, max-age=31536000, immutable" : "private, no-cache",
  };
  const known = (request.headers.get("if-none-match") ?? "").split(",").some((tag) => tag.trim() === headers.etag);
  return known ? new Response(null, { status: 304, headers }) : new Response(Uint8Array.from(data), { headers });
}

const binary = (mediaType: string) => ({
  200: {
    description: "The bytes",
    content: { [mediaType]: { schema: { type: "string" as const, format: "binary" } } },
  },
});

/** How OpenAPI describes a route that answers with `download`. */
export const zipResponse = binary("application/zip");
export const pictureBytes = binary("image/webp");
export const bytesResponse = binary("application/octet-stream");
