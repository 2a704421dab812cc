import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDownToLine } from 'lucide-react';
import { useCallback, useMemo, useRef } from 'react';
import { formatClock } from '#shared/logic/format.ts';
import type { TimelineItem } from '#shared/logic/transcript.ts';
import { Button } from '../../../ui/button.tsx';
import { toast } from '../../../ui/toast-store.ts';
import { turnToCompare, useAddToCompareKeys } from '../../compare/use-add-keys.ts';
import { useAlikeKeys } from '../../families/alike/turn-family.tsx';
import { useCorrections, useCorrectState } from '../correct/corrections-context.tsx';
import { useCorrectKeys } from '../correct/use-correct-keys.ts';
import { useNoteWords } from '../notes/use-note-words.ts';
import { useWordKeys } from '../notes/use-word-keys.ts';
import { useCurrentTurn, usePlayerState, useSession } from '../session.ts';
import { FindBar } from './find/find-bar.tsx';
import { useFind } from './find/use-find.ts';
import { useFindBarSpace } from './find/use-find-bar-space.ts';
import { useFindKeys } from './find/use-find-keys.ts';
import { useShowMatches } from './find/use-show-matches.ts';
import { findSources, speakerName } from './item-texts.ts';
import { ToolRow } from './tool-row.tsx';
import { TurnRow } from './turn-row.tsx';
import { useFollow } from './use-follow.ts';
import { useOpenTools } from './use-open-tools.ts';
import { useSelection } from './use-selection.ts';
import { useStandingRow } from './use-standing-row.ts';
import { type Timeline, useTimeline } from './use-timeline.ts';
import { useTurnKeys } from './use-turn-keys.ts';

/** The turns and tool calls in one column, only those in sight mounted, following the sound. */
export function TurnList() {
  const { detail, gaps, measuredGaps, settings, player, actions, index } = useSession();
  const timeline = useTimeline();
  const { transcript } = useCorrections();
  const editing = useCorrectState((state) => state.editing);
  const showChanges = useCorrectState((state) => state.showChanges);
  const { items, itemOfTurn, notes } = timeline;
  const scrollerRef = useRef<HTMLDivElement>(null);
  const tools = useOpenTools();
  const current = useCurrentTurn();
  const currentItem = itemOfTurn.get(current);
  const copySource = useMemo(() => ({ items, notes, openTools: tools.open }), [items, notes, tools.open]);
  const selection = useSelection(scrollerRef, copySource);

  // Words being corrected keep their row, wherever the reader looks.
  const held = editing === null ? [] : [itemOfTurn.get(editing) ?? 0];
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scrollerRef.current,
    estimateSize: (i) => estimateHeight(items[i], settings.transcriptFontPx),
    getItemKey: (i) => itemKey(items[i], i),
    rangeExtractor: (range) =>
      [...new Set([...defaultRangeExtractor(range), ...selection.heldRows.current, ...held])]
        .filter((i) => i < range.count)
        .sort((a, b) => a - b),
    overscan: 8,
    paddingStart: 8,
    paddingEnd: 64,
  });
  const firstInSight = useCallback(
    () => virtualizer.getVirtualItemForOffset(virtualizer.scrollOffset ?? 0)?.index ?? 0,
    [virtualizer],
  );
  const find = useFind({
    sources: useCallback(() => findSources(items), [items]),
    firstInSight,
    home: scrollerRef,
  });
  useFindKeys(find);
  useFindBarSpace(find.open, scrollerRef);
  // Before the first turn that is the top; a transcript without times has no place to follow.
  const followed = currentItem ?? (index.startsMs.length > 0 ? 0 : undefined);
  useFollow({ scroller: scrollerRef, virtualizer, item: followed, player });
  const showMatch = useShowMatches({
    find,
    scroller: scrollerRef,
    mount: useCallback((item: number) => virtualizer.scrollToIndex(item, { align: 'center' }), [virtualizer]),
    items,
    tools,
  });
  useNoteWords(scrollerRef);
  useWordKeys(scrollerRef);
  const stand = useStandingRow(virtualizer, firstInSight);
  useTurnKeys({
    items,
    notes,
    currentItem,
    toggleTools: (positions) => {
      stand(currentItem);
      tools.toggleAll(positions);
    },
  });
  useCorrectKeys(() => stand(currentItem));
  useAddToCompareKeys(detail.row.id, turnToCompare(detail.turns, current));
  useAlikeKeys(detail.turns[current]?.index ?? null);
  const { toggle } = tools;
  const toggleTool = useCallback(
    (position: number) => {
      stand(items.findIndex((item) => item.kind === 'tool' && item.position === position));
      toggle(position);
    },
    [stand, items, toggle],
  );
  const longestMs = Math.max(gaps.worst?.gapMs ?? 0, measuredGaps.worst?.gapMs ?? 0);
  const gapScaleMs = Math.max(settings.badLatencyMs * 1.5, longestMs, 1);

  const goInSound = () => {
    const item = find.current === null ? undefined : items[find.current.item];
    if (item === undefined) return;
    if (item.kind === 'turn') actions.goToTurn(item.position);
    else if (item.call.startMs !== null) actions.seekTo(item.call.startMs);
    else toast.info('The vendor gave no time for this tool call.');
    showMatch();
  };

  return (
    <div className="flex h-full flex-col">
      <OrderNote timeline={timeline} />
      {find.open ? (
        <FindBar find={find} where={placeName(items[find.current?.item ?? -1])} onGoInSound={goInSound} />
      ) : null}
      <div className="relative min-h-0 flex-1">
        <section
          ref={scrollerRef}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          aria-label="Transcript"
          onCopy={selection.onCopy}
          onKeyDown={selection.onKeyDown}
          className="h-full overflow-auto [overflow-anchor:none]"
        >
          <span ref={selection.topRef} />
          {/* biome-ignore lint/a11y/useSemanticElements: rows are placed absolutely and only some of them exist */}
          <div role="list" className="relative" style={{ height: virtualizer.getTotalSize() }}>
            {virtualizer.getVirtualItems().map((row) => {
              const item = items[row.index];
              const shown = item?.kind === 'turn' ? transcript.turns[item.position] : undefined;
              if (item === undefined || (item.kind === 'turn' && shown === undefined)) return null;
              return (
                // biome-ignore lint/a11y/useSemanticElements: see the list
                <div
                  role="listitem"
                  key={row.key}
                  ref={virtualizer.measureElement}
                  data-index={row.index}
                  {...(item.kind === 'turn' ? { 'data-turn': item.position } : { 'data-tool': item.position })}
                  aria-setsize={items.length}
                  aria-posinset={row.index + 1}
                  className="absolute top-0 left-0 w-full"
                  style={{ transform: `translateY(${row.start}px)` }}
                >
                  {item.kind === 'turn' && shown !== undefined ? (
                    <TurnRow
                      shown={shown}
                      position={item.position}
                      notes={notes[item.position]}
                      current={item.position === current}
                      gapScaleMs={gapScaleMs}
                      callDirection={timeline.direction}
                      editing={item.position === editing}
                      showChanges={showChanges}
                    />
                  ) : item.kind === 'tool' ? (
                    <ToolRow
                      call={item.call}
                      position={item.position}
                      open={tools.open.has(item.position)}
                      shownChars={tools.shownChars.get(item.position)}
                      onToggle={toggleTool}
                      onShowMore={tools.showMore}
                    />
                  ) : null}
                </div>
              );
            })}
          </div>
          <span ref={selection.bottomRef} />
        </section>
        <BackToNow />
      </div>
    </div>
  );
}

/** Shown while the reader looks elsewhere than the sound is. */
function BackToNow() {
  const { actions } = useSession();
  const following = usePlayerState((state) => state.following);
  const active = usePlayerState((state) => state.activeTurn);
  if (following || active < 0) return null;
  return (
    <div className="pointer-events-none absolute inset-x-0 bottom-3 flex justify-center">
      <Button
        size="sm"
        className="pointer-events-auto shadow-float"
        icon={<ArrowDownToLine />}
        onClick={() => actions.backToNow()}
      >
        Back to now (F)
      </Button>
    </div>
  );
}

/** Says that the turns do not stand as the vendor sent them, and shows them so when asked. */
function OrderNote({ timeline }: { timeline: Timeline }) {
  if (timeline.shownOrder === null) return null;
  const spoken = timeline.shownOrder === 'spoken';
  return (
    <div className="flex min-h-8 shrink-0 flex-wrap items-center gap-2 border-line border-b px-3 py-1 text-text-2">
      <span>{spoken ? 'Turns are in the order heard in the recording.' : 'Turns are in the vendor’s order.'}</span>
      <Button size="sm" onClick={timeline.switchOrder}>
        {spoken ? 'Show the vendor’s order' : 'Show the order heard'}
      </Button>
    </div>
  );
}

function placeName(item: TimelineItem | undefined): string {
  if (item === undefined) return '';
  const [name, ms] =
    item.kind === 'turn' ? [speakerName(item.turn), item.turn.startMs] : ['Tool call', item.call.startMs];
  return ms === null ? name : `${name} at ${formatClock(ms)}`;
}

function itemKey(item: TimelineItem | undefined, index: number): string {
  return item === undefined ? String(index) : `${item.kind}-${item.position}`;
}

/** A first guess at a row's height, close enough that the scroll bar does not jump when rows are measured. */
function estimateHeight(item: TimelineItem | undefined, fontPx: number): number {
  if (item === undefined || item.kind === 'tool') return 32;
  const lines = item.turn.content.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 78)), 0);
  return 8 + lines * fontPx * 1.6 + (item.turn.role === 'agent' && item.turn.reportedGapMs !== null ? 8 : 0);
}
