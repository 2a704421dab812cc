import { Component, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/feedback.tsx';

interface ErrorBoundaryProps {
  children: ReactNode;
  /** A new value (another view) tries again. */
  resetKey?: string;
}

interface ErrorBoundaryState {
  error: unknown;
  failed: boolean;
  resetKey: string | undefined;
}

/** Keeps a broken view from taking the rest with it. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { error: null, failed: false, resetKey: this.props.resetKey };

  static getDerivedStateFromError(error: unknown): Partial<ErrorBoundaryState> {
    return { error, failed: true };
  }

  static getDerivedStateFromProps(
    props: ErrorBoundaryProps,
    state: ErrorBoundaryState,
  ): Partial<ErrorBoundaryState> | null {
    if (props.resetKey === state.resetKey) return null;
    return { error: null, failed: false, resetKey: props.resetKey };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    const { error } = this.state;
    const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return (
      <EmptyState
        title="This view has failed"
        action={
          <>
            <Button variant="primary" onClick={() => this.setState({ error: null, failed: false })}>
              Try again
            </Button>
            <Button onClick={() => window.location.reload()}>Reload Earmark</Button>
          </>
        }
      >
        <p>It is a fault in Earmark. Your calls and reviews are untouched.</p>
        <details className="mt-2 text-left">
          <summary>Details for a report</summary>
          <pre className="max-h-60 overflow-auto rounded-md bg-surface-2 p-2 font-mono text-meta">{details}</pre>
        </details>
      </EmptyState>
    );
  }
}
