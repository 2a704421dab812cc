import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import { clampPaneSize, readPaneSize, writePaneSize } from '../lib/pane-size.ts';
import { cx } from './cx.ts';

export interface SplitPaneProps {
  /** Its size is remembered under this name. */
  id: string;
  /** What the divider resizes, for screen readers. */
  label: string;
  /** `row` = side by side, `column` = one above the other. */
  direction: 'row' | 'column';
  /** Which pane keeps its size when the window changes. */
  sized: 'first' | 'second';
  initialPx: number;
  minPx: number;
  /** At least this much stays for the other pane. */
  otherMinPx: number;
  first: ReactNode;
  /** Null = the first pane is alone, without being mounted anew. */
  second: ReactNode;
  className?: string;
}

/** Two panes and a divider that drags, takes arrow keys and remembers. Dragging sets a style, not state. */
export function SplitPane(props: SplitPaneProps) {
  const { id, label, direction, sized, initialPx, minPx, otherMinPx, first, second, className } = props;
  const [sizePx, setSizePx] = useState(() => readPaneSize(id) ?? initialPx);
  const rootRef = useRef<HTMLDivElement>(null);
  const dragRef = useRef<{ startPx: number; startSizePx: number; sizePx: number } | null>(null);
  const row = direction === 'row';
  const sign = sized === 'first' ? 1 : -1;

  const clamp = (wantedPx: number): number => {
    const root = rootRef.current;
    const total = root === null ? Number.POSITIVE_INFINITY : row ? root.clientWidth : root.clientHeight;
    return clampPaneSize(wantedPx, minPx, total - otherMinPx);
  };
  const commit = (px: number): void => {
    setSizePx(px);
    writePaneSize(id, px);
  };

  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const startSizePx = clamp(sizePx);
    dragRef.current = { startPx: row ? event.clientX : event.clientY, startSizePx, sizePx: startSizePx };
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    const drag = dragRef.current;
    if (drag === null) return;
    drag.sizePx = clamp(drag.startSizePx + sign * ((row ? event.clientX : event.clientY) - drag.startPx));
    rootRef.current?.style.setProperty('--pane', `${drag.sizePx}px`);
  };
  const onPointerEnd = (): void => {
    if (dragRef.current !== null) commit(dragRef.current.sizePx);
    dragRef.current = null;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = event.shiftKey ? 64 : 16;
    const less = row ? 'ArrowLeft' : 'ArrowUp';
    const more = row ? 'ArrowRight' : 'ArrowDown';
    const next =
      event.key === less
        ? sizePx - sign * step
        : event.key === more
          ? sizePx + sign * step
          : event.key === 'Home'
            ? minPx
            : event.key === 'End'
              ? Number.MAX_SAFE_INTEGER
              : null;
    if (next === null) return;
    event.preventDefault();
    commit(clamp(next));
  };

  const fixed = cx('min-h-0 min-w-0 shrink-0', row ? 'w-(--pane)' : 'h-(--pane)');
  const growing = 'min-h-0 min-w-0 flex-1';
  return (
    <div
      ref={rootRef}
      className={cx('flex min-h-0 min-w-0', row ? 'flex-row' : 'flex-col', className)}
      style={{ '--pane': `${sizePx}px` }}
    >
      <div className={sized === 'first' && second !== null ? fixed : growing}>{first}</div>
      {second === null ? null : (
        <>
          {/* biome-ignore lint/a11y/useSemanticElements: a separator that takes focus is a widget, <hr> is not */}
          <div
            role="separator"
            tabIndex={0}
            aria-label={label}
            aria-orientation={row ? 'vertical' : 'horizontal'}
            aria-valuenow={Math.round(sizePx)}
            aria-valuemin={minPx}
            onPointerDown={onPointerDown}
            onPointerMove={onPointerMove}
            onPointerUp={onPointerEnd}
            onPointerCancel={onPointerEnd}
            onDoubleClick={() => commit(clamp(initialPx))}
            onKeyDown={onKeyDown}
            className={cx(
              'relative z-10 shrink-0 bg-line hover:bg-accent active:bg-accent',
              "before:absolute before:content-['']",
              row
                ? 'w-px cursor-col-resize before:inset-y-0 before:-inset-x-1.5'
                : 'h-px cursor-row-resize before:inset-x-0 before:-inset-y-1.5',
            )}
          />
          <div className={sized === 'first' ? growing : fixed}>{second}</div>
        </>
      )}
    </div>
  );
}
