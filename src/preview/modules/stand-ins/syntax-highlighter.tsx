import type { CSSProperties, ReactNode } from "react";

interface HighlighterProps {
  children?: ReactNode;
  className?: string;
  customStyle?: CSSProperties;
  showLineNumbers?: boolean;
  style?: { dark?: boolean };
  [more: string]: unknown;
}

const look: CSSProperties = {
  margin: 0,
  padding: "1em",
  overflow: "auto",
  borderRadius: 6,
  font: "13px/1.6 ui-monospace, monospace",
};

/** Code in one colour: grammars for every language would be many times larger than everything else. */
export default function SyntaxHighlighter({
  children,
  className,
  customStyle,
  showLineNumbers,
  style,
}: HighlighterProps) {
  const dark = style?.dark !== false;
  const code = Array.isArray(children) ? children.join("") : String(children ?? "");
  const colours = dark ? { background: "#1e1e2e", color: "#cdd6f4" } : { background: "#f6f8fa", color: "#24292f" };
  const lines = showLineNumbers ? code.split("\n").map((line, at) => `${String(at + 1).padStart(3)}  ${line}`) : [code];
  return (
    <pre className={className} style={{ ...look, ...colours, ...customStyle }}>
      <code>{lines.join("\n")}</code>
    </pre>
  );
}

SyntaxHighlighter.registerLanguage = (_name: string, _grammar: unknown): void => {};

export {
  SyntaxHighlighter,
  SyntaxHighlighter as Light,
  SyntaxHighlighter as Prism,
  SyntaxHighlighter as PrismLight,
  SyntaxHighlighter as PrismAsync,
  SyntaxHighlighter as PrismAsyncLight,
};
