/** An answer that a browser saves as a file; `name` is ASCII without quotes. */
export const download = (bytes: Uint8Array<ArrayBuffer>, name: string, mediaType = "application/zip"): Response =>
  new Response(bytes, {
    headers: {
      "content-type": mediaType,
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
    },
  });
