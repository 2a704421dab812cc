import { type RefObject, useEffect } from 'react';
import { create } from 'zustand';
import { showSideTab } from '../pane/side-tab.ts';

/** What was asked of the score pane, also before it was there: each count is one request, taken once. */
interface Requests {
  focus: number;
  finish: number;
}

export const useScoreRequests = create<Requests>(() => ({ focus: 0, finish: 0 }));

/** Shows the score pane and moves the keys there. */
export function askToScore(): void {
  showSideTab('score');
  useScoreRequests.setState(({ focus }) => ({ focus: focus + 1 }));
}

/** Submits the review in progress, or shows what it still lacks. For the header's button as well as for the key. */
export function askToFinish(): void {
  showSideTab('score');
  useScoreRequests.setState(({ finish }) => ({ finish: finish + 1 }));
}

/** Takes a request: it must not be met again when the pane is mounted anew. */
export function takeRequest(of: keyof Requests): void {
  useScoreRequests.setState({ [of]: 0 });
}

/** Where there is no review to score: what is asked is answered by what there is instead, and not kept for a later one. */
export function useNothingToScore(instead: RefObject<HTMLElement | null>): void {
  const { focus, finish } = useScoreRequests();
  useEffect(() => {
    if (focus === 0 && finish === 0) return;
    takeRequest('focus');
    takeRequest('finish');
    instead.current?.focus();
  }, [focus, finish, instead]);
}
