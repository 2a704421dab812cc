import { latencyLevel } from '#shared/logic/format.ts';
import type { GapPair } from '#shared/logic/gap-pairs.ts';
import type { Settings } from '#shared/model/settings.ts';

/** Outlines for one path each; x counts turns (a slot is 1 wide), y is px from the top. */
export interface StripPaths {
  /** Reported gaps as bars, by level. */
  readonly reported: Readonly<Record<'ok' | 'slow' | 'bad', string>>;
  /** Measured gaps as a cap, on a stem where it stands above its bar; a broken cap = low confidence. */
  readonly measured: string;
}

const bar = 0.84;
const capPx = 2;

/** Draws every gap of a call on one scale: 0 at the bottom, `scaleMs` at the top. Gaps below zero lie on the ground. */
export function stripPaths(
  pairs: readonly GapPair[],
  isSure: (position: number) => boolean,
  { heightPx, scaleMs }: { heightPx: number; scaleMs: number },
  thresholds: Pick<Settings, 'slowLatencyMs' | 'badLatencyMs'>,
): StripPaths {
  const reported = { ok: '', slow: '', bad: '' };
  let measured = '';
  const heightOf = (ms: number) => Math.max(1, Math.min(1, ms / scaleMs) * heightPx);
  const box = (x: number, y: number, width: number, height: number) =>
    `M${x.toFixed(2)} ${y.toFixed(1)}h${width}v${height.toFixed(1)}h${-width}z`;
  pairs.forEach(({ position, reportedMs, measuredMs }, i) => {
    const barPx = reportedMs === null ? 0 : heightOf(reportedMs);
    if (reportedMs !== null) {
      reported[latencyLevel(reportedMs, thresholds)] += box(i, heightPx - barPx, bar, barPx);
    }
    if (measuredMs === null) return;
    const top = heightPx - heightOf(measuredMs);
    const cap = Math.min(top, heightPx - capPx);
    measured += isSure(position) ? box(i, cap, bar, capPx) : box(i, cap, 0.3, capPx) + box(i + 0.54, cap, 0.3, capPx);
    const stemPx = heightPx - barPx - cap - capPx;
    if (stemPx > 0) measured += box(i + 0.36, cap + capPx, 0.12, stemPx);
  });
  return { reported, measured };
}
