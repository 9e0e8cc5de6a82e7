import { Component, type ErrorInfo, type ReactNode } from "react";
import { ErrorState } from "../show/states.tsx";

interface BoundaryProps {
  /** A change of it tries again: the address, for pages. */
  resetKey: string;
  /** Words instead of the general ones. */
  explain?: (error: Error) => Error;
  /** A line for whoever is asked for help. */
  report?: (error: Error) => string;
  children: ReactNode;
}

/**
 * A part of the site that did not load: the line broke, or a newer release took its place. A browser keeps a module that
 * failed as failed, so only a new look at the site helps.
 */
function isLost(error: Error): boolean {
  return error instanceof TypeError && /import(ed|ing) .*module/i.test(error.message);
}

/** Keeps what breaks inside from taking the rest of the site with it. */
export class Boundary extends Component<BoundaryProps, { error: Error | undefined }> {
  override state: { error: Error | undefined } = { error: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    // Browsers show it to whoever looks into the fault; there is no other place for it here.
    console.error("A part of the page failed.", error, info.componentStack);
  }

  override componentDidUpdate(before: BoundaryProps): void {
    if (before.resetKey !== this.props.resetKey && this.state.error !== undefined)
      this.setState({ error: undefined });
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <ErrorState
        error={this.props.explain?.(error) ?? error}
        report={this.props.report?.(error)}
        retry={() => (isLost(error) ? window.location.reload() : this.setState({ error: undefined }))}
      />
    );
  }
}
