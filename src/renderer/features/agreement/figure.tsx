import type { Figure } from '#shared/model/review/agreement.ts';
import { cx } from '../../ui/cx.ts';
import { type FigureKind, formatFigure, intervalWords, whyWords } from './words.ts';

const WIDTH = 92;
const HEIGHT = 14;
const EDGE = 5;

/** From where to where an interval is drawn; what lies beyond is drawn at the edge. */
const extents: Record<FigureKind, readonly [number, number]> = {
  coefficient: [-0.5, 1],
  share: [0, 1],
  points: [-25, 25],
};

/** A figure, its interval drawn small, and the interval in numbers or why there is none; beside it, or below where room is short. */
export function FigureCell({
  figure,
  kind,
  unit,
  below = false,
}: {
  figure: Figure;
  kind: FigureKind;
  unit?: string;
  below?: boolean;
}) {
  const why = whyWords(figure);
  if (why !== null) return <span className="text-text-3">– {why}</span>;
  return (
    <span className={cx('inline-flex', below ? 'flex-col' : 'items-center gap-2')}>
      <span className="inline-flex items-center gap-2">
        <span className="w-11 text-right font-strong">{formatFigure(figure.value, kind)}</span>
        <IntervalMark figure={figure} kind={kind} />
      </span>
      <span className={cx('text-meta text-text-3', below ? 'pl-13' : 'min-w-24')}>
        {intervalWords(figure, kind, unit)}
      </span>
    </span>
  );
}

/** The scale with a tick at 0, a bar for the interval and a dot for the figure. Decorative: the numbers stand beside it. */
function IntervalMark({ figure: { value, low, high }, kind }: { figure: Figure; kind: FigureKind }) {
  if (value === null) return null;
  const [from, to] = extents[kind];
  const x = (at: number) => EDGE + (Math.min(to, Math.max(from, at)) - from) * ((WIDTH - 2 * EDGE) / (to - from));
  const middle = HEIGHT / 2;
  return (
    <svg aria-hidden="true" width={WIDTH} height={HEIGHT} className="shrink-0">
      <line x1={EDGE} x2={WIDTH - EDGE} y1={middle} y2={middle} className="stroke-line" />
      {from < 0 ? <line x1={x(0)} x2={x(0)} y1={3} y2={HEIGHT - 3} className="stroke-line-strong" /> : null}
      {low === null || high === null ? null : (
        <line x1={x(low)} x2={x(high)} y1={middle} y2={middle} strokeWidth={3} className="stroke-text-3" />
      )}
      <circle cx={x(value)} cy={middle} r={3.5} className="fill-text-1 stroke-surface-1" />
    </svg>
  );
}
