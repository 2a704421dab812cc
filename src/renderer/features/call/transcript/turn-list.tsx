import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDownToLine } from 'lucide-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { buildTimeline, type TimelineItem } from '#shared/logic/transcript.ts';
import { Button } from '../../../ui/button.tsx';
import { useCurrentTurn, usePlayerState, useSession } from '../session.ts';
import { ToolRow } from './tool-row.tsx';
import { TurnRow } from './turn-row.tsx';
import { useFollow } from './use-follow.ts';

/** The turns and tool calls in one column, only those in sight mounted, following the sound. */
export function TurnList() {
  const { detail, gaps, settings, player, actions } = useSession();
  const items = useMemo(() => buildTimeline(detail.turns, detail.toolCalls), [detail.turns, detail.toolCalls]);
  const scrollerRef = useRef<HTMLDivElement>(null);
  const [openTools, setOpenTools] = useState<ReadonlySet<number>>(new Set());
  const current = useCurrentTurn();
  const following = usePlayerState((state) => state.following);
  const active = usePlayerState((state) => state.activeTurn);

  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scrollerRef.current,
    estimateSize: (i) => estimateHeight(items[i], settings.transcriptFontPx),
    getItemKey: (i) => itemKey(items[i], i),
    overscan: 8,
    paddingStart: 8,
    paddingEnd: 64,
  });
  const itemOfTurn = useMemo(() => {
    const map = new Map<number, number>();
    items.forEach((item, i) => {
      if (item.kind === 'turn') map.set(item.position, i);
    });
    return map;
  }, [items]);
  useFollow({ scroller: scrollerRef, virtualizer, item: itemOfTurn.get(current), player });

  const toggleTool = useCallback((position: number) => {
    setOpenTools((open) => {
      const next = new Set(open);
      if (!next.delete(position)) next.add(position);
      return next;
    });
  }, []);
  const gapScaleMs = Math.max(settings.badLatencyMs * 1.5, gaps.worst?.gapMs ?? 0, 1);

  return (
    <div className="relative h-full">
      <section
        ref={scrollerRef}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label="Transcript"
        className="h-full overflow-auto [overflow-anchor:none]"
      >
        {/* biome-ignore lint/a11y/useSemanticElements: rows are placed absolutely and only some of them exist */}
        <div role="list" className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((row) => {
            const item = items[row.index];
            if (item === undefined) return null;
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
                {item.kind === 'turn' ? (
                  <TurnRow
                    turn={item.turn}
                    position={item.position}
                    current={item.position === current}
                    gapScaleMs={gapScaleMs}
                  />
                ) : (
                  <ToolRow
                    call={item.call}
                    open={openTools.has(item.position)}
                    onToggle={() => toggleTool(item.position)}
                  />
                )}
              </div>
            );
          })}
        </div>
      </section>
      {following || active < 0 ? null : (
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
      )}
    </div>
  );
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
