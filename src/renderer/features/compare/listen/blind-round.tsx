import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { letterOf } from '#shared/logic/listen/play-plan.ts';
import type { Vote, VotedTurn } from '#shared/model/review/vote.ts';
import { useKeys } from '../../../lib/keys.ts';
import { problemOf } from '../../../lib/rpc.ts';
import { Button } from '../../../ui/button.tsx';
import { LiveRegion } from '../../../ui/feedback.tsx';
import { ActionKbd } from '../../../ui/kbd.tsx';
import { toast } from '../../../ui/toast-store.ts';
import { type BlindSession, endBlind, nextPair, pairBefore } from './blind-store.ts';
import { ListenControls } from './listen-controls.tsx';
import type { Listening } from './listening.ts';
import { sendVote, withdrawVote } from './send-vote.ts';
import { useClip } from './use-clip.ts';
import { listenActions, playBindings } from './use-listen-keys.ts';
import { useListening } from './use-listening.ts';

/** One pair being heard. Nothing on the page, in its names or in the address tells which turn is which. */
export function BlindRound({ session }: { session: BlindSession }) {
  const listening = useListening(2);
  const pair = session.pairs[session.at];
  if (listening === null || pair === undefined) return null;
  return <Round session={session} listening={listening} />;
}

function Round({ session, listening }: { session: BlindSession; listening: Listening }) {
  const queries = useQueryClient();
  const [sending, setSending] = useState(false);
  const heard = useHeard(listening);
  const states = useStore(listening.store, ({ clips }) => clips.map(({ state }) => state).join(' '));
  const pair = session.pairs[session.at];
  const before = session.at === 0 ? null : (session.given[session.at - 1] ?? null);
  const unheard = states.includes('unheard');
  const objection = unheard
    ? 'One of the two cannot be heard here: skip this pair'
    : heard.both
      ? null
      : 'Hear both first';

  const vote = (choice: Vote['choice']) => {
    if (pair === undefined || objection !== null || sending || heard.first === null) return;
    setSending(true);
    listening.pause();
    sendVote(queries, pair, { session: session.id, heardFirst: heard.first, choice })
      .then((itemId) => nextPair({ itemId, choice }))
      .catch((error: unknown) => toast.error(problemOf(error).message))
      .finally(() => setSending(false));
  };
  const undo = () => {
    const last = session.pairs[session.at - 1];
    if (last === undefined || sending) return;
    if (before === null) {
      pairBefore();
      return;
    }
    setSending(true);
    withdrawVote(queries, last, before.itemId)
      .then(pairBefore)
      .catch((error: unknown) => toast.error(problemOf(error).message))
      .finally(() => setSending(false));
  };
  const actions = useMemo(() => listenActions(listening), [listening]);
  useKeys('blind', [
    ...playBindings(actions),
    { action: 'vote-a', run: () => vote('first'), enabled: objection === null },
    { action: 'vote-b', run: () => vote('second'), enabled: objection === null },
    { action: 'vote-none', run: () => vote('none'), enabled: objection === null },
    { action: 'undo', run: undo, enabled: session.at > 0 },
    { action: 'skip', run: () => nextPair(null) },
    { action: 'back', run: endBlind },
  ]);
  const [one, two] = pair === undefined ? [] : [pair.first, pair.second];
  return (
    <section
      aria-label="Blind listening"
      className="mx-auto flex h-full max-w-[820px] flex-col justify-center gap-8 p-6"
    >
      <header className="flex flex-col gap-1 text-center">
        <h1 className="text-title font-strong">
          Pair {session.at + 1} of {session.pairs.length}
        </h1>
        <p className="text-text-2">
          The same moment from two calls, from the end of the caller’s words. Which one is better? Which is which is
          shown at the end.
        </p>
      </header>
      <div className="grid grid-cols-2 gap-4">
        {one === undefined ? null : <BlindTurn listening={listening} position={0} turn={one} heard={heard.a} />}
        {two === undefined ? null : <BlindTurn listening={listening} position={1} turn={two} heard={heard.b} />}
      </div>
      <div className="flex justify-center">
        <ListenControls listening={listening} scope="blind" />
      </div>
      <div className="grid grid-cols-3 gap-4">
        <VoteButton label="A is better" action="blind.vote-a" objection={objection} onClick={() => vote('first')} />
        <VoteButton label="No difference" action="blind.vote-none" objection={objection} onClick={() => vote('none')} />
        <VoteButton label="B is better" action="blind.vote-b" objection={objection} onClick={() => vote('second')} />
      </div>
      <p className="min-h-5 text-center text-text-2">{objection === null ? '' : `${objection}.`}</p>
      <footer className="flex justify-center gap-2">
        <Button variant="ghost" disabledReason={session.at > 0 ? null : 'There is no vote yet'} onClick={undo}>
          Take the last vote back <ActionKbd action="blind.undo" />
        </Button>
        <Button variant="ghost" onClick={() => nextPair(null)}>
          Skip this pair <ActionKbd action="blind.skip" />
        </Button>
        <Button variant="ghost" onClick={endBlind}>
          End and show what was what <ActionKbd action="blind.back" />
        </Button>
      </footer>
      <Status listening={listening} />
    </section>
  );
}

/** Which of the two were heard at all, and which one first. */
function useHeard(listening: Listening) {
  const [order, setOrder] = useState<readonly number[]>([]);
  useEffect(
    () =>
      listening.store.subscribe(({ playing, current }) => {
        if (playing) setOrder((known) => (known.includes(current) ? known : [...known, current]));
      }),
    [listening],
  );
  const [started] = order;
  return {
    a: order.includes(0),
    b: order.includes(1),
    both: order.length === 2,
    first: started === undefined ? null : started === 0 ? ('first' as const) : ('second' as const),
  };
}

function BlindTurn({
  listening,
  position,
  turn,
  heard,
}: {
  listening: Listening;
  position: 0 | 1;
  turn: VotedTurn;
  heard: boolean;
}) {
  const { clip } = useClip(listening, position, turn);
  const current = useStore(listening.store, (state) => state.current === position);
  const sounds = useStore(listening.store, (state) => state.current === position && state.playing);
  const letter = letterOf(position);
  const words =
    clip.state === 'loading'
      ? 'Being read'
      : clip.state === 'unheard'
        ? 'Cannot be heard'
        : sounds
          ? 'Playing'
          : heard
            ? 'Heard'
            : 'Not heard yet';
  const hear = useCallback(() => {
    listening.pick(position);
    if (!listening.store.getState().playing) listening.toggle();
  }, [listening, position]);
  return (
    <button
      type="button"
      aria-label={`Hear ${letter}`}
      aria-pressed={current}
      onClick={hear}
      className="flex h-40 flex-col items-center justify-center gap-2 rounded-md border-2 border-line-strong bg-surface-1 hover:bg-surface-3 aria-pressed:border-accent"
    >
      <span className="text-[3rem] leading-none font-strong">{letter}</span>
      <span className="flex items-center gap-2 text-text-2">
        {words} <ActionKbd action={position === 0 ? 'blind.pick-1' : 'blind.pick-2'} />
      </span>
    </button>
  );
}

function VoteButton({
  label,
  action,
  objection,
  onClick,
}: {
  label: string;
  action: 'blind.vote-a' | 'blind.vote-b' | 'blind.vote-none';
  objection: string | null;
  onClick: () => void;
}): ReactNode {
  return (
    <Button className="h-10" disabledReason={objection} onClick={onClick}>
      {label} <ActionKbd action={action} />
    </Button>
  );
}

function Status({ listening }: { listening: Listening }) {
  const playing = useStore(listening.store, (state) => state.playing);
  const current = useStore(listening.store, (state) => state.current);
  const error = useStore(listening.store, (state) => state.error);
  return (
    <>
      {error === null ? null : <p className="text-center text-bad">{error}</p>}
      <LiveRegion>{error ?? (playing ? `${letterOf(current)} is heard` : '')}</LiveRegion>
    </>
  );
}
