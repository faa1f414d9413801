/**
 * Follows script text just closely enough to know whether its end lies inside a template literal, where a line of
 * backticks is text of the file and not the end of a block.
 */
export class TemplateState {
  /** Open template literals and, between them, `${` with the depth of braces inside. */
  #stack: ("template" | { braces: number })[] = [];
  #mode: "code" | "line-comment" | "block-comment" | "'" | '"' = "code";
  #previous = "";

  get inTemplate(): boolean {
    return this.#stack.at(-1) === "template";
  }

  push(text: string): void {
    for (const char of text) {
      this.#step(char);
      this.#previous = this.#previous === "\\" && char === "\\" ? "" : char;
    }
  }

  #step(char: string): void {
    const escaped = this.#previous === "\\";
    const top = this.#stack.at(-1);
    if (top === "template") {
      if (escaped) return;
      if (char === "`") this.#stack.pop();
      else if (char === "{" && this.#previous === "$") this.#stack.push({ braces: 0 });
      return;
    }
    switch (this.#mode) {
      case "line-comment":
        if (char === "\n") this.#mode = "code";
        return;
      case "block-comment":
        if (char === "/" && this.#previous === "*") this.#mode = "code";
        return;
      case "'":
      case '"':
        // No string of this kind crosses a line: an apostrophe in JSX text ends here too.
        if ((char === this.#mode && !escaped) || char === "\n") this.#mode = "code";
        return;
      case "code":
        this.#code(char, top);
    }
  }

  #code(char: string, top: { braces: number } | undefined): void {
    if (char === "`") this.#stack.push("template");
    else if (char === "'" || char === '"') this.#mode = char;
    else if (char === "/" && this.#previous === "/") this.#mode = "line-comment";
    else if (char === "*" && this.#previous === "/") this.#mode = "block-comment";
    else if (top && char === "{") top.braces++;
    else if (top && char === "}" && top.braces-- === 0) this.#stack.pop();
  }
}
