/** What the scanner finds in a source. */
export type TokenKind =
  | "word"
  | "number"
  | "string"
  | "regex"
  | "template"
  | "punct"
  | "tagName"
  | "attribute"
  | "text";

export interface Token {
  kind: TokenKind;
  start: number;
  end: number;
  /** How many brackets, tags and elements are open around it. */
  depth: number;
}

export type OpenKind = "{" | "(" | "[" | "${" | "jsx{" | "template" | "tag" | "element";

export interface Open {
  kind: OpenKind;
  start: number;
  /** Of a tag or an element; empty for a fragment. */
  name: string;
  /** For a tag: whether it is a closing one. */
  closing?: boolean;
  /** For an element: where its opening tag ends. */
  tagEnd?: number;
}

export interface Fault {
  kind:
    | "stray-text"
    | "stray-close"
    | "unclosed-element"
    | "unclosed-string"
    | "unclosed-comment"
    | "stray-closing-tag";
  start: number;
  end: number;
  name: string;
  tagEnd?: number;
}

export interface Scan {
  source: string;
  tokens: Token[];
  open: Open[];
  faults: Fault[];
  /** Where a string, comment or regular expression begins that the end of the source cuts off. */
  cut: { kind: "string" | "comment" | "regex"; start: number; quote: string } | undefined;
}
