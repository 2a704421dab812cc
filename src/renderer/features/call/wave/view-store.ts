import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Span } from '#shared/logic/transcript.ts';
import { clampView, fitView } from '#shared/logic/wave-view.ts';

export interface ViewState {
  readonly view: Span;
  readonly durationMs: number;
}

/** Which stretch of the recording the waveform shows. */
export interface ViewStore extends StoreApi<ViewState> {
  change(next: (view: Span, durationMs: number) => Span): void;
  setDuration(durationMs: number): void;
}

/** Creates the view of one waveform, at first of the whole recording. */
export function createViewStore(durationMs: number): ViewStore {
  const store = createStore<ViewState>(() => ({ view: fitView(durationMs), durationMs }));
  return {
    ...store,
    change(next) {
      const { view, durationMs: length } = store.getState();
      const changed = next(view, length);
      if (changed !== view) store.setState({ view: changed });
    },
    setDuration(length) {
      const { view, durationMs: old } = store.getState();
      if (length === old) return;
      const whole = view.startMs <= 0 && view.endMs >= old;
      store.setState({ durationMs: length, view: whole ? fitView(length) : clampView(view, length) });
    },
  };
}
