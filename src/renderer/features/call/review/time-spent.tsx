import { useEffect, useRef } from 'react';
import { create } from 'zustand';
import { startSpentClock, tickSpent } from '#shared/logic/queue/time-spent.ts';
import { client } from '../../../lib/rpc.ts';
import { usePlayerState, useSession } from '../session.ts';
import { useCallState } from './use-call-state.ts';

const TICK_MS = 1000;
/** So much may be lost by a crash. */
const SAVE_MS = 5000;

/** Time spent on the review in progress, ms, for the header. */
export const useSpentMs = create<{ reviewId: string | null; ms: number }>(() => ({ reviewId: null, ms: 0 }));

let saveNow: () => Promise<void> = async () => undefined;

/** Has the time that was counted so far on the disk before the review is handed in. Never rejects. */
export const saveSpent = (): Promise<void> => saveNow();

/** Counts the time that is spent on the review in progress, while its call is open and in front. Draws nothing. */
export function TimeSpent() {
  const { detail } = useSession();
  const { mine } = useCallState(detail.row.id);
  const stored = mine?.fields.spentMs ?? 0;
  return mine === null ? null : <Counting key={mine.id} callId={detail.row.id} reviewId={mine.id} storedMs={stored} />;
}

function Counting({ callId, reviewId, storedMs }: { callId: string; reviewId: string; storedMs: number }) {
  const playing = usePlayerState((state) => state.playing);
  const isPlaying = useRef(playing);
  useEffect(() => {
    isPlaying.current = playing;
  }, [playing]);
  const startMs = useRef(storedMs);
  useEffect(() => {
    const key = `review/${reviewId}/spentMs`;
    const scope = new AbortController();
    let lastInputMs = Date.now();
    const note = () => {
      lastInputMs = Date.now();
    };
    for (const event of ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const) {
      window.addEventListener(event, note, { capture: true, passive: true, signal: scope.signal });
    }
    let timer: ReturnType<typeof setInterval> | undefined;
    let save: () => Promise<void> = async () => undefined;
    const begin = (spentMs: number) => {
      if (scope.signal.aborted) return;
      let clock = startSpentClock(spentMs);
      let savedMs = spentMs;
      save = async () => {
        if (clock.spentMs === savedMs) return;
        savedMs = clock.spentMs;
        // What cannot be saved now is saved with the next tick that counts.
        await client.review.saveDraft({ key, callId, text: String(Math.round(savedMs)) }).catch(() => undefined);
      };
      const tick = () => {
        const inFront = document.visibilityState === 'visible' && document.hasFocus();
        clock = tickSpent(clock, { nowMs: Date.now(), inFront, lastInputMs, playing: isPlaying.current });
        useSpentMs.setState({ reviewId, ms: clock.spentMs });
        if (clock.spentMs - savedMs >= SAVE_MS) void save();
      };
      saveNow = () => {
        tick();
        return save();
      };
      tick();
      timer = setInterval(tick, TICK_MS);
    };
    client.review.drafts({ callId }).then(
      (drafts) => begin(Number(drafts.find((draft) => draft.key === key)?.text ?? startMs.current) || 0),
      () => begin(startMs.current),
    );
    return () => {
      scope.abort();
      clearInterval(timer);
      saveNow = async () => undefined;
      void save();
      useSpentMs.setState({ reviewId: null, ms: 0 });
    };
  }, [callId, reviewId]);
  return null;
}
