import { formatLatency, latencyLevel } from '#shared/logic/format.ts';
import type { Settings } from '#shared/model/settings.ts';
import { type Shape, StatusShape } from '../../ui/badge.tsx';
import { cx } from '../../ui/cx.ts';

export const levelShape: Record<'ok' | 'slow' | 'bad', Shape> = { ok: 'disc', slow: 'square', bad: 'triangle' };
export const levelText = { ok: 'text-ok', slow: 'text-slow', bad: 'text-bad' } as const;
const levelWord = { ok: 'within the limit', slow: 'slow', bad: 'too slow' } as const;

/** A latency as shape, colour and figure; the shape says the level where colour cannot. */
export function LatencyFigure({
  ms,
  thresholds,
  className,
}: {
  ms: number;
  thresholds: Pick<Settings, 'slowLatencyMs' | 'badLatencyMs'>;
  className?: string;
}) {
  const level = latencyLevel(ms, thresholds);
  return (
    <span className={cx('inline-flex items-center gap-1 whitespace-nowrap', levelText[level], className)}>
      <StatusShape shape={levelShape[level]} tone={level} className="size-2.5" />
      {formatLatency(ms)}
      <span className="sr-only">, {levelWord[level]}</span>
    </span>
  );
}
