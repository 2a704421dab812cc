// biome-ignore-all lint/a11y/useSemanticElements: drawn rows of a virtual grid cannot be a <table>; this is the ARIA grid pattern
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row by aria-activedescendant
// biome-ignore-all lint/a11y/useKeyWithClickEvents: Enter is among the view's keys
import { useVirtualizer } from '@tanstack/react-virtual';
import { type MouseEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useReadOnlyReason } from '../../lib/actions.ts';
import { useKeys } from '../../lib/keys.ts';
import { useListState } from '../../lib/list-state.ts';
import { useRecordingActions } from '../../lib/recordings.ts';
import { callRoute, navigate } from '../../lib/router.ts';
import { useSettings } from '../../lib/settings.ts';
import { cx } from '../../ui/cx.ts';
import { usePrefetchSoon } from '../call/prefetch.ts';
import { addToTray } from '../compare/tray.ts';
import { openExport } from '../exchange/open-exchange.ts';
import { useReviewers } from '../review-work/use-reviewers.ts';
import { CallRowLine, rowId } from './call-row.tsx';
import { type Column, gridTemplateOf, headerPx, rowPx, widthOf } from './columns.ts';
import { GridHeader } from './grid-header.tsx';
import { type Move, movedIndex, pageRowsOf, scrollToShow } from './grid-moves.ts';
import { useNoteCounts } from './note-counts.tsx';
import { useActiveCall } from './use-active-call.ts';
import { type Question, useCallRows } from './use-call-pages.ts';

export interface CallGridProps {
  question: Question;
  total: number;
  busy: boolean;
  columns: readonly Column[];
}

/** The list: any number of calls, only the rows in sight are drawn. The grid has the focus, a row is active in it. */
export function CallGrid({ question, total, busy, columns }: CallGridProps) {
  const scrollRef = useRef<HTMLDivElement>(null);
  const { nameOf } = useReviewers();
  const { slowLatencyMs, badLatencyMs, latencyToleranceMs } = useSettings();
  const thresholds = useMemo(
    () => ({ slowLatencyMs, badLatencyMs, latencyToleranceMs }),
    [slowLatencyMs, badLatencyMs, latencyToleranceMs],
  );
  const [nowMs] = useState(() => Date.now());
  const activeIndex = Math.min(
    useListState((state) => state.activeIndex),
    Math.max(0, total - 1),
  );

  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => rowPx,
    overscan: 6,
    scrollMargin: headerPx,
    initialOffset: useListState.getState().scrollTop,
    useFlushSync: false,
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const from = Math.max(0, startIndex - overscan);
      const to = Math.min(count - 1, endIndex + overscan);
      const indexes = Array.from({ length: to - from + 1 }, (_, step) => from + step);
      // The active row stays in the document: aria-activedescendant must not point at nothing.
      const active = useListState.getState().activeIndex;
      if (active < count && (active < from || active > to)) indexes.push(active);
      return indexes;
    },
  });
  const range = virtual.range ?? { startIndex: 0, endIndex: 40 };
  const noteCounts = useNoteCounts();
  const rowAt = useCallRows(question, range.startIndex, range.endIndex, total);

  const setActive = (index: number): void => {
    useListState.setState({ activeIndex: index, activeId: rowAt(index)?.id ?? null });
    const element = scrollRef.current;
    if (element !== null) element.scrollTop = scrollToShow(index, element.scrollTop, element.clientHeight);
  };
  const open = (index: number): void => {
    const row = rowAt(index);
    if (row === undefined) return;
    useListState.setState({ activeIndex: index, activeId: row.id });
    navigate(callRoute(row.id));
  };
  const move = (kind: Move) => () => {
    const element = scrollRef.current;
    if (element === null) return;
    const current = useListState.getState().activeIndex;
    setActive(movedIndex(current, kind, total, pageRowsOf(element.clientHeight)));
    element.focus({ preventScroll: true });
  };

  useRestoredPlace(scrollRef, question);
  const activeId = useActiveCall({ question, busy, activeIndex, rowAt, scrollRef });
  const idThere = rowAt(activeIndex)?.id ?? null;
  // While the row of the active call is being looked up, none is marked: another call stands where it was.
  const markedIndex = idThere === null || idThere === activeId ? activeIndex : -1;

  const listFocused = (run: () => void) => () => {
    if (document.activeElement === scrollRef.current) run();
  };
  const recordings = useRecordingActions();
  const writable = useReadOnlyReason() === null;
  const onActive = (run: (id: string) => void) => () => {
    if (activeId !== null) run(activeId);
  };
  useKeys('list', [
    { action: 'export', run: () => openExport('matching') },
    { action: 'compare', run: onActive((callId) => addToTray([{ callId, index: null }])) },
    { action: 'open', run: onActive((id) => navigate(callRoute(id))) },
    { action: 'fetch', run: onActive((id) => recordings.fetchNow(id)), enabled: writable },
    { action: 'pin', run: onActive((id) => recordings.togglePin(id)), enabled: writable },
    { action: 'up', run: move('up') },
    { action: 'down', run: move('down') },
    { action: 'focused-up', run: listFocused(move('up')) },
    { action: 'focused-down', run: listFocused(move('down')) },
    { action: 'page-up', run: move('page-up') },
    { action: 'page-down', run: move('page-down') },
    { action: 'home', run: move('home') },
    { action: 'end', run: move('end') },
  ]);

  const prefetchSoon = usePrefetchSoon();
  useEffect(() => prefetchSoon(activeId), [prefetchSoon, activeId]);
  const indexUnder = ({ target }: MouseEvent): number | null => {
    const line = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null;
    return line === null ? null : Number(line.dataset.index);
  };
  const onPointerOver = (event: MouseEvent): void => {
    const index = indexUnder(event);
    if (index !== null) prefetchSoon(rowAt(index)?.id ?? null);
  };
  const onClick = (event: MouseEvent): void => {
    const index = indexUnder(event);
    if (index === null) return;
    // Dragging over a number to copy it is not a click on the call.
    if (window.getSelection()?.isCollapsed === false) setActive(index);
    else open(index);
  };

  return (
    <div
      ref={scrollRef}
      role="grid"
      aria-label="Calls"
      aria-rowcount={total + 1}
      aria-colcount={columns.length}
      aria-busy={busy}
      aria-activedescendant={total > 0 && markedIndex >= 0 ? rowId(markedIndex) : undefined}
      tabIndex={0}
      onClick={onClick}
      onPointerOver={onPointerOver}
      className={cx(
        'call-grid contain-strict min-h-0 flex-1 overflow-auto focus-visible:outline-none',
        busy && 'opacity-70 transition-opacity delay-300 duration-0',
      )}
      style={{ '--columns': gridTemplateOf(columns) }}
    >
      <div style={{ minWidth: widthOf(columns) }}>
        <GridHeader columns={columns} />
        <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => (
            <CallRowLine
              key={item.index}
              index={item.index}
              topPx={item.start - headerPx}
              row={rowAt(item.index)}
              active={item.index === markedIndex}
              nowMs={nowMs}
              thresholds={thresholds}
              nameOf={nameOf}
              columns={columns}
              notes={noteCounts.get(rowAt(item.index)?.id ?? '') ?? 0}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

/** Back from a call: the same rows in sight and the focus in the list. Another question begins at the top. */
function useRestoredPlace(scrollRef: React.RefObject<HTMLDivElement | null>, question: Question): void {
  useLayoutEffect(() => {
    const element = scrollRef.current;
    if (element === null) return;
    element.scrollTop = useListState.getState().scrollTop;
    if (document.activeElement === document.body) element.focus({ preventScroll: true });
    const remember = (): void => useListState.setState({ scrollTop: element.scrollTop });
    element.addEventListener('scrollend', remember);
    return () => {
      element.removeEventListener('scrollend', remember);
      remember();
    };
  }, [scrollRef]);

  const shownRef = useRef(question);
  useEffect(() => {
    if (shownRef.current === question) return;
    shownRef.current = question;
    if (scrollRef.current !== null) scrollRef.current.scrollTop = 0;
  }, [question, scrollRef]);
}
