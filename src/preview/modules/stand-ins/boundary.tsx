import { Component, type ErrorInfo, type ReactNode, Suspense } from "react";
import { type Failed, Failure } from "./failure.tsx";
import { previewLocation } from "./location.ts";
import { isNotFound, redirectTarget } from "./navigation-signals.ts";
import { Loaded, type Loader } from "./parts.tsx";

interface BoundaryProps {
  /** Something that every build has of its own: what failed is tried again when it is another. */
  build: object;
  /** What failed, for the message. */
  label: string;
  error?: Loader | undefined;
  notFound?: (() => ReactNode) | undefined;
  /** Shown in place of what failed, below the message. */
  instead?: ReactNode;
  children?: ReactNode;
}

interface BoundaryState {
  build: object;
  thrown: unknown;
  failed: Failed | undefined;
}

/** Catches what a part throws: leads on where it was a redirect, else says in its place what went wrong. */
export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { build: this.props.build, thrown: undefined, failed: undefined };

  static getDerivedStateFromError(thrown: unknown): Partial<BoundaryState> {
    return { thrown: thrown ?? new Error("Something was thrown that is no error.") };
  }

  static getDerivedStateFromProps({ build }: BoundaryProps, state: BoundaryState): Partial<BoundaryState> | null {
    return build === state.build ? null : { build, thrown: undefined, failed: undefined };
  }

  override componentDidCatch(thrown: unknown, info: ErrorInfo): void {
    const target = redirectTarget(thrown);
    if (target !== undefined) {
      // Rendering elsewhere from here would be a nested update.
      setTimeout(() => {
        previewLocation().navigate(target, true);
        this.#reset();
      }, 0);
    } else if (!isNotFound(thrown)) {
      const failed = previewLocation().report?.(thrown, info.componentStack ?? "");
      if (failed) this.setState({ failed });
      console.error(`${this.props.label}: ${messageOf(thrown)}`);
    }
  }

  readonly #reset = (): void => this.setState({ thrown: undefined, failed: undefined });

  override render(): ReactNode {
    const { thrown } = this.state;
    const { label, error, notFound, instead, children } = this.props;
    if (thrown === undefined) return children;
    if (redirectTarget(thrown) !== undefined) return null;
    if (isNotFound(thrown)) return notFound ? notFound() : <div style={boxStyle}>This page called notFound().</div>;
    if (error) {
      return (
        <Suspense fallback={null}>
          <Loaded loader={error} error={thrown} reset={this.#reset} />
        </Suspense>
      );
    }
    const failed = this.state.failed ?? { message: messageOf(thrown), place: undefined, components: [] };
    return (
      <>
        <Failure
          title={`${label} could not be shown`}
          failed={failed}
          onOpen={previewLocation().openSource}
          onRetry={this.#reset}
        />
        {instead}
      </>
    );
  }
}

const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

export const boxStyle = {
  margin: 16,
  padding: "12px 14px",
  border: "1px dashed currentColor",
  borderRadius: 8,
  font: "13px/1.5 ui-sans-serif, system-ui, sans-serif",
  overflowWrap: "anywhere",
} as const;
