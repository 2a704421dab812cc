import { absent, formatCount, formatLatency } from '#shared/logic/format.ts';
import type { GapFigures } from '#shared/model/families.ts';
import { cx } from '../../ui/cx.ts';

const kindWords = { reported: 'Reported', measured: 'Measured' } as const;
export type GapKind = keyof typeof kindWords;
export const gapKinds = ['reported', 'measured'] as const;

/** Median and 90th percentile as a dot and a line to a tick, on an axis from 0 to `maxMs` that all lines of a list share. Negative gaps stand at 0. */
export function QuantileLine({ gaps, kind, maxMs }: { gaps: GapFigures; kind: GapKind; maxMs: number }) {
  const { n, p50, p90 } = gaps;
  if (n === 0 || p50 === null || p90 === null) return <span aria-hidden className="block h-2" />;
  const at = (ms: number) => `${Math.min(100, Math.max(0, (ms / Math.max(1, maxMs)) * 100))}%`;
  return (
    <svg
      aria-hidden="true"
      className={cx('block h-2 w-full overflow-visible', kind === 'measured' ? 'text-measured' : 'text-text-2')}
    >
      <line x1="0" x2="100%" y1="4" y2="4" stroke="var(--color-line)" />
      <line x1={at(p50)} x2={at(p90)} y1="4" y2="4" stroke="currentColor" strokeWidth="2" />
      <line x1={at(p90)} x2={at(p90)} y1="0" y2="8" stroke="currentColor" strokeWidth="2" />
      {kind === 'measured' ? (
        <circle cx={at(p50)} cy="4" r="3.5" fill="currentColor" />
      ) : (
        <circle cx={at(p50)} cy="4" r="3" fill="var(--color-surface-1)" stroke="currentColor" strokeWidth="1.5" />
      )}
    </svg>
  );
}

/** Stands before reported figures of several generations of the vendor's API, which may define the gap differently. */
export const MIXED = '†\u2009';
export const mixedWords = (generations: number): string =>
  `of ${generations} generations of the vendor’s API, which may define it differently`;

/** Median and 90th percentile in figures; an en dash where there is none. */
export function GapFiguresText({ gaps, kind }: { gaps: GapFigures; kind: GapKind }) {
  const { n, p50, p90, generations } = gaps;
  const why = kind === 'measured' ? 'none of these turns has a measured gap' : 'none of these turns has a reported gap';
  if (n === 0)
    return (
      <span className="text-text-3" title={`${kindWords[kind]}: ${why}`}>
        {absent}
        <span className="sr-only">, {why}</span>
      </span>
    );
  // What is measured means the same in every call.
  const mixed = kind === 'reported' && generations > 1;
  const of = mixed ? `, ${mixedWords(generations)}` : '';
  return (
    <span
      className={cx('whitespace-nowrap', kind === 'measured' && 'text-measured')}
      title={`${kindWords[kind]}: median and 90th percentile of ${formatCount(n)} turns${of}`}
    >
      {mixed ? <span aria-hidden>{MIXED}</span> : null}
      {formatLatency(p50)} <span className="text-text-3">/</span> {formatLatency(p90)}
      <span className="sr-only">
        , of {formatCount(n)} turns{of}
      </span>
    </span>
  );
}

/** The end of an axis on which all of these find room, ms. */
export function axisEndMs(rows: readonly { reported: GapFigures; measured: GapFigures }[]): number {
  return Math.max(1, ...rows.flatMap(({ reported, measured }) => [reported.p90 ?? 0, measured.p90 ?? 0]));
}
