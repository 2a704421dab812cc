import { createContext, type KeyboardEvent, type ReactNode, useContext, useMemo, useState } from 'react';
import { cx } from '../../../ui/cx.ts';

interface MarksState {
  /** The mark that the Tab key reaches. */
  current: string | null;
  enter: (id: string, label: string) => void;
  leave: () => void;
}

const MarksContext = createContext<MarksState>({ current: null, enter: () => undefined, leave: () => undefined });

const steps: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/**
 * A chart's drawing. Tab reaches one mark of it, arrows go from mark to mark. What the mark at hand stands for is said in the
 * line below, so that nothing floats over the chart.
 */
export function ChartSvg({
  label,
  width,
  height,
  firstMark,
  hint,
  children,
}: {
  label: string;
  width: number;
  height: number;
  /** Id of the first mark: where Tab begins. */
  firstMark: string | null;
  /** Stands in the line below while no mark is at hand. */
  hint: string;
  children: ReactNode;
}) {
  const [current, setCurrent] = useState<string | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const state = useMemo<MarksState>(
    () => ({
      current: current ?? firstMark,
      enter: (id, text) => {
        setCurrent(id);
        setSaid(text);
      },
      leave: () => setSaid(null),
    }),
    [current, firstMark],
  );
  const onKeyDown = (event: KeyboardEvent<SVGSVGElement>): void => {
    const marks = [...event.currentTarget.querySelectorAll<SVGElement>('[data-mark]')];
    const at = marks.indexOf(document.activeElement as SVGElement);
    if (at < 0) return;
    const step = steps[event.key];
    const next =
      event.key === 'Home' ? 0 : event.key === 'End' ? marks.length - 1 : step === undefined ? null : at + step;
    if (next === null) return;
    event.preventDefault();
    marks[next]?.focus();
  };
  return (
    <MarksContext value={state}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is not for drawings */}
      <svg
        role="group"
        aria-label={label}
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        className="block overflow-visible text-[12px]"
        onKeyDown={onKeyDown}
      >
        {children}
      </svg>
      <p aria-hidden className="min-h-5 truncate text-meta text-text-3" data-readout>
        {said ?? hint}
      </p>
    </MarksContext>
  );
}

/** A bar, dot or row of a chart: can be focused, says what it stands for, and opens the turns behind it where there are any. */
export function Mark({
  id,
  label,
  onOpen,
  className,
  children,
}: {
  id: string;
  label: string;
  onOpen: (() => void) | null;
  className?: string;
  children: ReactNode;
}) {
  const { current, enter, leave } = useContext(MarksContext);
  const activate = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    onOpen?.();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: its role is a button's wherever it takes an event
    <g
      data-mark={id}
      role={onOpen === null ? 'img' : 'button'}
      tabIndex={id === current ? 0 : -1}
      aria-label={label}
      className={cx('group', className)}
      onFocus={() => enter(id, label)}
      onBlur={leave}
      onPointerEnter={() => enter(id, label)}
      onPointerLeave={leave}
      {...(onOpen === null ? {} : { onClick: onOpen, onKeyDown: activate })}
    >
      {children}
    </g>
  );
}
