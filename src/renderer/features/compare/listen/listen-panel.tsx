import { useQueries } from '@tanstack/react-query';
import { EyeOff } from 'lucide-react';
import { useEffect } from 'react';
import type { CallRow } from '#shared/model/call.ts';
import type { VotedTurn } from '#shared/model/review/vote.ts';
import { orpc } from '../../../lib/rpc.ts';
import { Button } from '../../../ui/button.tsx';
import { startBlind } from './blind-store.ts';
import { ListenBar } from './listen-bar.tsx';
import type { Listening, ListenTurn } from './listening.ts';
import { useListening } from './use-listening.ts';
import { sideWords } from './vote-words.ts';

export interface ListenPanelProps {
  /** Two to six agent turns. */
  turns: readonly ListenTurn[];
  /** Told the players while they are there, for a cursor on the same axis elsewhere (`listening.onFrame`). */
  onListening?: (listening: Listening | null) => void;
}

/** Everything for listening to turns side by side, with the way to listen blind; give it a React key by its turns. */
export function ListenPanel({ turns, onListening }: ListenPanelProps) {
  const listening = useListening(turns.length);
  useEffect(() => {
    onListening?.(listening);
    return () => onListening?.(null);
  }, [listening, onListening]);
  const rows = useQueries({
    queries: turns.map(({ callId }) => orpc.calls.get.queryOptions({ input: { id: callId } })),
    combine: (results) => results.map(({ data }) => data?.row ?? null),
  });
  if (listening === null) return null;
  const names = rows.map((row) => (row === null ? '' : sideWords(agentOf(row))));
  const blind = () => {
    const [a, b] = listening.store.getState().pair;
    const [one, two] = [votedTurn(turns[a], rows[a]), votedTurn(turns[b], rows[b])];
    listening.pause();
    if (one !== null && two !== null) startBlind([{ one, two }]);
  };
  return (
    <ListenBar turns={turns} listening={listening} names={names}>
      <Button
        icon={<EyeOff />}
        disabledReason={rows.every((row) => row !== null) ? null : 'One of the calls is not here'}
        onClick={blind}
      >
        Listen blind
      </Button>
    </ListenBar>
  );
}

const agentOf = ({ agentName, agentId, agentVersion }: CallRow) => ({
  agent: agentName ?? agentId,
  version: agentVersion,
});

function votedTurn(turn: ListenTurn | undefined, row: CallRow | null | undefined): VotedTurn | null {
  return turn === undefined || row === null || row === undefined
    ? null
    : { callId: turn.callId, index: turn.index, ...agentOf(row) };
}
