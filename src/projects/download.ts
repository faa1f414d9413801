/** An answer that a browser saves as a file; `name` is ASCII without quotes. */
export const download = (bytes: Uint8Array<ArrayBuffer>, name: string, mediaType = "application/zip"): Response =>
  new Response(bytes, {
    headers: {
      "content-type": mediaType,
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
    },
  });

const binary = (mediaType: string) => ({
  200: {
    description: "The bytes",
    content: { [mediaType]: { schema: { type: "string" as const, format: "binary" } } },
  },
});

/** How OpenAPI describes a route that answers with `download`. */
export const zipResponse = binary("application/zip");
export const bytesResponse = binary("application/octet-stream");
