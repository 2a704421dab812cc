import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { readCallQuery } from '#shared/logic/call-query.ts';
import { formatDateTime, formatDuration, formatPhone } from '#shared/logic/format.ts';
import type { CallRow } from '#shared/model/call.ts';
import { defaultSort, searchText } from '../lib/call-filter.ts';
import { versionLabel } from '../lib/call-words.ts';
import { orpc, problemOf } from '../lib/rpc.ts';
import { PaletteGroup, PaletteItem } from './palette-parts.tsx';

/** What the palette knows of the calls that are looked for; the newest are first. */
export type FoundCallsState =
  | { state: 'searching' }
  | { state: 'failed'; message: string; retry: () => void }
  | { state: 'found'; rows: readonly CallRow[]; total: number; latest: boolean };

const latestCount = 4;
const foundCount = 8;

/** Calls by agent, number, id and day, through the list's own query; the latest ones while nothing is typed. */
export function useFoundCalls(typed: string): FoundCallsState {
  const [nowMs] = useState(() => Date.now());
  const { text, fromMs, toMs } = readCallQuery(typed, nowMs);
  const wanted = searchText(text).slice(0, 200);
  const latest = wanted === '' && fromMs === undefined;
  const { data, error, refetch } = useQuery(
    orpc.calls.list.queryOptions({
      input: {
        filter: {
          ...(wanted === '' ? {} : { text: wanted }),
          ...(fromMs === undefined ? {} : { fromMs }),
          ...(toMs === undefined ? {} : { toMs }),
        },
        sort: defaultSort,
        offset: 0,
        limit: latest ? latestCount : foundCount,
      },
      gcTime: 10_000,
    }),
  );
  if (error !== null) return { state: 'failed', message: problemOf(error).message, retry: () => void refetch() };
  if (data === undefined) return { state: 'searching' };
  return { state: 'found', rows: data.rows, total: data.total, latest };
}

/** The state in words, for screen readers. */
export function foundWords(found: FoundCallsState): string {
  if (found.state === 'searching') return 'searching calls';
  return found.state === 'failed' ? 'calls could not be searched' : `${found.total} calls`;
}

/** The calls that were found, or why there are none to see. */
export function FoundCalls({ found, onPick }: { found: FoundCallsState; onPick: (id: string) => void }) {
  if (found.state === 'searching') return <p className="px-2.5 py-2 text-text-3">Searching calls</p>;
  if (found.state === 'failed') {
    return (
      <PaletteGroup heading="Calls">
        <PaletteItem value="calls failed" onSelect={found.retry}>
          <span className="flex-1 py-1">
            <span className="text-bad">Calls could not be searched.</span> {found.message}
          </span>
          <span className="text-accent">Try again</span>
        </PaletteItem>
      </PaletteGroup>
    );
  }
  const { rows, total, latest } = found;
  if (rows.length === 0) return null;
  const more = total - rows.length;
  const heading = latest ? 'Latest calls' : more > 0 ? `Calls, the latest ${rows.length} of ${total}` : 'Calls';
  return (
    <PaletteGroup heading={heading}>
      {rows.map((row) => (
        <PaletteItem key={row.id} value={`call ${row.id}`} onSelect={() => onPick(row.id)}>
          <span className="w-28 shrink-0 text-text-2">{formatDateTime(row.startMs, undefined, Date.now())}</span>
          <span className="min-w-0 flex-1 truncate">
            {row.agentName ?? 'Unnamed agent'} <span className="text-text-3">{versionLabel(row.agentVersion)}</span>
          </span>
          <span className="max-w-44 truncate text-text-2">{formatPhone(row.callerNumber)}</span>
          <span className="w-12 text-right text-text-2">{formatDuration(row.durationMs)}</span>
        </PaletteItem>
      ))}
    </PaletteGroup>
  );
}
