/** `next/error`: the page for a status. */
export default function NextError({ statusCode = 404, title }: { statusCode?: number; title?: string }) {
  return (
    <div style={{ display: "grid", placeItems: "center", minHeight: "60vh", fontFamily: "system-ui" }}>
      <p>
        <strong>{statusCode}</strong> {title ?? "This page could not be found."}
      </p>
    </div>
  );
}
