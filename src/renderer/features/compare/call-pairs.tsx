import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import { type CallPair, findRow } from '#shared/logic/compare/call-rows.ts';
import { useReadOnlyReason } from '../../lib/actions.ts';
import { useKeys } from '../../lib/keys.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, LiveRegion, Skeleton } from '../../ui/feedback.tsx';
import { toast } from '../../ui/toast-store.ts';
import { type MarkedTurn, type PairActions, PairRow, pairColumns } from './pair-row.tsx';
import type { ComparedCall } from './use-compared.ts';
import { type Pairs, usePairs } from './use-pairs.ts';

/** Two calls turn by turn, scrolling together; only the rows in sight are drawn. */
export function CallPairs({ a, b, letters }: { a: ComparedCall; b: ComparedCall; letters: readonly [string, string] }) {
  const pairs = usePairs(a, b);
  if (pairs.problem !== null) {
    return (
      <EmptyState title="The calls could not be aligned" action={<Button onClick={pairs.retry}>Try again</Button>}>
        {pairs.problem.message}
      </EmptyState>
    );
  }
  if (pairs.rows === null) return <PairsSkeleton />;
  if (pairs.rows.length === 0) {
    return (
      <EmptyState title="Neither call has turns">
        {[a, b].some((call) => call.detail?.transcriptKind === 'text')
          ? 'A transcript that came as one text has no turns to align. Open the call to read it.'
          : 'Their transcripts are empty, or not there yet.'}
      </EmptyState>
    );
  }
  return <PairList rows={pairs.rows} pairs={pairs} letters={letters} calls={[a, b]} />;
}

function PairList({
  rows,
  pairs,
  letters,
  calls,
}: {
  rows: readonly CallPair[];
  pairs: Pairs;
  letters: readonly [string, string];
  calls: readonly [ComparedCall, ComparedCall];
}) {
  const scrollerRef = useRef<HTMLElement>(null);
  const [wantedActive, setActive] = useState(0);
  const active = Math.min(wantedActive, rows.length - 1);
  const [marked, setMarked] = useState<MarkedTurn | null>(null);
  const writable = useReadOnlyReason() === null;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scrollerRef.current,
    estimateSize: (i) => estimateHeight(rows[i]),
    getItemKey: (i) => `${rows[i]?.a?.index ?? '-'}|${rows[i]?.b?.index ?? '-'}`,
    overscan: 6,
  });
  const goTo = (row: number | null, none: string) => {
    if (row === null) return toast.info(none);
    setActive(row);
    virtualizer.scrollToIndex(row, { align: 'auto' });
  };
  const step = (by: 1 | -1) => () => goTo(Math.max(0, Math.min(rows.length - 1, active + by)), '');
  const differing = (row: CallPair) => row.differs;
  const alone = (row: CallPair) => row.a === null || row.b === null;
  const find = (by: 1 | -1, is: (row: CallPair) => boolean, none: string) => () =>
    goTo(findRow(rows, active, by, is), none);

  const pin = (at: number) => {
    const row = rows[at];
    if (row === undefined) return;
    if (marked !== null) return pinMarked(row, marked);
    const { a, b } = row;
    if (a === null || b === null) {
      return toast.info('Only one call has this turn. Take it with M, then press P at the row to pair it with.');
    }
    const known = pairs.alignment?.pins.find((one) => one.a === a.index && one.b === b.index);
    if (known === undefined) pairs.decide(a.index, b.index, 'pinned');
    else pairs.release([known.pairId]);
  };
  const pinMarked = (row: CallPair, { side, index }: MarkedTurn) => {
    const other = side === 'a' ? row.b : row.a;
    if (other === null) return toast.info(`This row has no turn of ${letters[side === 'a' ? 1 : 0]} to pair it with.`);
    setMarked(null);
    pairs.decide(side === 'a' ? index : other.index, side === 'a' ? other.index : index, 'pinned');
  };
  const breakPair = (at: number) => {
    const { a = null, b = null } = rows[at] ?? {};
    if (a === null || b === null) return toast.info('Only one call has this turn: there is no pair to break.');
    pairs.decide(a.index, b.index, 'broken');
  };
  const mark = (at: number) => {
    const { a = null, b = null } = rows[at] ?? {};
    // At a pair the key takes the one, then the other, then neither.
    const sides: (MarkedTurn | null)[] = [
      ...(a === null ? [] : [{ side: 'a' as const, index: a.index }]),
      ...(b === null ? [] : [{ side: 'b' as const, index: b.index }]),
      null,
    ];
    const now = sides.findIndex((one) => one?.side === marked?.side && one?.index === marked?.index);
    setMarked(sides[marked === null || now < 0 ? 0 : (now + 1) % sides.length] ?? null);
  };
  // The rows are drawn again only when they change: what they call must stay the same.
  const latest = useRef({ pin, breakPair, mark });
  useEffect(() => {
    latest.current = { pin, breakPair, mark };
  });
  const actions = useMemo(
    (): PairActions => ({
      onActive: setActive,
      onPin: (row) => latest.current.pin(row),
      onBreak: (row) => latest.current.breakPair(row),
      onMark: (row) => latest.current.mark(row),
    }),
    [],
  );
  useKeys('compare-calls', [
    { action: 'down', run: step(1) },
    { action: 'up', run: step(-1) },
    { action: 'difference-next', run: find(1, differing, 'The two calls have the same words throughout.') },
    { action: 'difference-before', run: find(-1, differing, 'The two calls have the same words throughout.') },
    { action: 'gap-next', run: find(1, alone, 'Each turn of one call has its turn in the other.') },
    { action: 'gap-before', run: find(-1, alone, 'Each turn of one call has its turn in the other.') },
    { action: 'pin', run: () => pin(active), enabled: writable },
    { action: 'break', run: () => breakPair(active), enabled: writable },
    { action: 'mark', run: () => mark(active), enabled: writable },
    { action: 'undo', run: pairs.undo, enabled: writable },
    { action: 'redo', run: pairs.redo, enabled: writable },
  ]);

  const { counts } = pairs;
  return (
    <>
      <div className="flex min-h-8 shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-line border-b px-3 py-1 text-text-2">
        {counts === null ? null : (
          <span>
            {counts.pairs} pairs, {counts.sameWords} of them word for word; {counts.onlyA} turns only in {letters[0]},{' '}
            {counts.onlyB} only in {letters[1]}
          </span>
        )}
        <Unmeasured calls={calls} letters={letters} />
        <span className="flex-1" />
        <Button size="sm" onClick={find(1, differing, 'The two calls have the same words throughout.')}>
          Next difference
        </Button>
        <Button size="sm" onClick={find(1, alone, 'Each turn of one call has its turn in the other.')}>
          Next gap
        </Button>
      </div>
      <Doubtful pairs={pairs} letters={letters} writable={writable} />
      <LiveRegion>
        {marked === null ? '' : 'Turn taken. Press P at the row to pair it with, or M to let go.'}
      </LiveRegion>
      {marked === null ? null : (
        <p className="shrink-0 border-line border-b bg-surface-2 px-3 py-1 text-text-2">
          Turn {marked.index + 1} of {letters[marked.side === 'a' ? 0 : 1]} is taken: press P at the row to pair it
          with, or M to let go.
        </p>
      )}
      <section
        ref={scrollerRef}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label="Both calls, turn by turn"
        className="min-h-0 flex-1 overflow-auto [overflow-anchor:none] focus-visible:-outline-offset-2"
      >
        {/* biome-ignore lint/a11y/useSemanticElements: rows are placed absolutely and only some of them exist */}
        <div role="list" className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const pair = rows[item.index];
            if (pair === undefined) return null;
            return (
              // biome-ignore lint/a11y/useSemanticElements: see the list
              <div
                role="listitem"
                key={item.key}
                ref={virtualizer.measureElement}
                data-index={item.index}
                aria-setsize={rows.length}
                aria-posinset={item.index + 1}
                className="absolute top-0 left-0 w-full"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <PairRow
                  pair={pair}
                  row={item.index}
                  active={item.index === active}
                  marked={marked}
                  letters={letters}
                  writable={writable}
                  actions={actions}
                />
              </div>
            );
          })}
        </div>
      </section>
    </>
  );
}

function Unmeasured({ calls, letters }: { calls: readonly [ComparedCall, ComparedCall]; letters: readonly string[] }) {
  const missing = calls.flatMap((call, i) => {
    if (call.measuring) return [`${letters[i]} is being measured`];
    return call.timing?.turns.some(({ gap }) => gap !== null) === true ? [] : [`no gap of ${letters[i]} was measured`];
  });
  return missing.length === 0 ? null : <span className="text-text-3">{missing.join('; ')}</span>;
}

/** Pins and breaks that a change of a transcript has put in doubt: they are not in force. */
function Doubtful({
  pairs,
  letters,
  writable,
}: {
  pairs: Pairs;
  letters: readonly [string, string];
  writable: boolean;
}) {
  const doubtful = pairs.alignment?.doubtful ?? [];
  if (doubtful.length === 0) return null;
  return (
    <section
      aria-label="Pins and breaks that do not fit any more"
      className="shrink-0 border-line border-b bg-surface-2 px-3 py-1"
    >
      <ul className="flex max-h-24 flex-col gap-1 overflow-y-auto">
        {doubtful.map(({ pairId, state, a, b, why }) => (
          <li key={pairId} className="flex flex-wrap items-center gap-2 text-slow">
            <span>
              A {state === 'pinned' ? 'pin' : 'break'} is not in force ({letters[0]} {turnWord(a)}, {letters[1]}{' '}
              {turnWord(b)}
              ). {why}
            </span>
            {writable ? (
              <Button size="sm" onClick={() => pairs.release([pairId])}>
                Remove it
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

const turnWord = (index: number | null): string => (index === null ? 'not found' : `turn ${index + 1}`);

function PairsSkeleton() {
  return (
    <div aria-busy="true" className="min-h-0 flex-1 overflow-hidden">
      {[0, 1, 2, 3, 4, 5].map((row) => (
        <div key={row} className={`${pairColumns} border-line border-b`}>
          <div className="px-3 py-2">
            <Skeleton className="h-4 w-4/5" />
          </div>
          <div className="px-2 py-2">
            <Skeleton className="h-4 w-full" />
          </div>
          <div className="px-3 py-2">
            <Skeleton className="h-4 w-3/5" />
          </div>
        </div>
      ))}
    </div>
  );
}

/** A first guess at a row's height, close enough that the scroll bar does not jump when rows are measured. */
function estimateHeight(row: CallPair | undefined): number {
  const longest = Math.max(row?.a?.content.length ?? 0, row?.b?.content.length ?? 0);
  return Math.max(72, 16 + Math.ceil(longest / 60) * 22);
}
