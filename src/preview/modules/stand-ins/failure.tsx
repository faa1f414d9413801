import type { CSSProperties } from "react";

/** A place in a file of the project, line and column from 1. */
export interface Place {
  path: string;
  line: number;
  column: number;
}

/** What is known of a part that threw. */
export interface Failed {
  message: string;
  /** Where it was thrown, in the project's own files. */
  place: Place | undefined;
  /** The components of the project around it, innermost first. */
  components: { name: string; place: Place }[];
}

interface FailureProps {
  title: string;
  failed: Failed;
  onOpen: ((place: Place) => void) | undefined;
  onRetry: () => void;
}

/** Stands where a part failed: what happened, where, and a way to try again. Styles of the project do not reach it. */
export function Failure({ title, failed, onOpen, onRetry }: FailureProps) {
  const { message, place, components } = failed;
  return (
    <section role="alert" style={boxStyle} data-vitrine-failed={title}>
      <strong style={{ ...plain, display: "block", fontWeight: 600 }}>{title}</strong>
      <div style={{ ...plain, ...messageStyle }}>{message}</div>
      {place && <PlaceButton place={place} onOpen={onOpen} />}
      {components.length > 0 && (
        <details style={{ ...plain, display: "block", marginTop: 8 }}>
          <summary style={{ ...plain, ...quietStyle, display: "list-item", cursor: "pointer" }}>
            Component stack
          </summary>
          <ol style={{ ...plain, display: "block", margin: "4px 0 0", padding: 0 }}>
            {components.map((one, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a component may stand in it twice, and the list never changes
              <li key={index} style={{ ...plain, display: "flex", gap: 8, alignItems: "baseline" }}>
                <code style={{ ...plain, ...codeStyle }}>{one.name}</code>
                <PlaceButton place={one.place} onOpen={onOpen} />
              </li>
            ))}
          </ol>
        </details>
      )}
      <button type="button" onClick={onRetry} style={{ ...plain, ...buttonStyle }}>
        Try again
      </button>
    </section>
  );
}

function PlaceButton({ place, onOpen }: { place: Place; onOpen: FailureProps["onOpen"] }) {
  const text = `${place.path}:${place.line}:${place.column}`;
  return (
    <button
      type="button"
      title="Open this place in the code"
      onClick={() => onOpen?.(place)}
      style={{ ...plain, ...codeStyle, ...linkStyle }}
    >
      {text}
    </button>
  );
}

const border = "1px solid light-dark(#1b1b1f24, #ffffff2e)";

/** Takes back what a project's style sheet most often says of all elements. */
const plain: CSSProperties = {
  boxSizing: "border-box",
  margin: 0,
  padding: 0,
  border: 0,
  background: "none",
  color: "inherit",
  font: "inherit",
  letterSpacing: "normal",
  textAlign: "left",
  textTransform: "none",
};

const boxStyle: CSSProperties = {
  ...plain,
  display: "block",
  margin: 16,
  padding: "14px 16px",
  border,
  borderLeft: "3px solid light-dark(#cd2b31, #ff6369)",
  borderRadius: 8,
  background: "light-dark(#ffffff, #161618)",
  color: "light-dark(#1c1c20, #ededef)",
  font: "13px/1.5 ui-sans-serif, system-ui, sans-serif",
  maxWidth: 720,
};
const messageStyle: CSSProperties = {
  display: "block",
  margin: "4px 0 6px",
  whiteSpace: "pre-wrap",
  overflowWrap: "anywhere",
};
const codeStyle: CSSProperties = { font: "12px/1.6 ui-monospace, SFMono-Regular, Menlo, monospace" };
const quietStyle: CSSProperties = { color: "light-dark(#6f6e77, #a09fa6)" };
const linkStyle: CSSProperties = {
  cursor: "pointer",
  color: "light-dark(#0b68cb, #70b8ff)",
  textDecoration: "underline",
  textUnderlineOffset: 2,
};
const buttonStyle: CSSProperties = {
  display: "block",
  marginTop: 10,
  padding: "4px 10px",
  border,
  borderRadius: 6,
  cursor: "pointer",
};
