import { formatClock, formatLatency } from '#shared/logic/format.ts';
import type { Span } from '#shared/logic/transcript.ts';
import type { Overlap } from '#shared/model/timing.ts';
import type { WaveScene } from './scene.ts';

const overlapWords: Record<Overlap['kind'], (first: string, second: string) => string> = {
  'barge-in': (first, second) => `${second} breaks in on ${first}`,
  backchannel: (_first, second) => `short word of ${second}`,
  'talk-over': () => 'both speak',
};

/** What lies at a time, in words: the time itself, and every mark that is drawn there. */
export function describePlace(scene: WaveScene, timeMs: number): string {
  const at = <T extends Span>(spans: readonly T[]) =>
    spans.find((span) => span.startMs <= timeMs && timeMs <= span.endMs);
  const parts = [formatClock(timeMs)];
  const reported = at(scene.gaps);
  if (reported !== undefined) {
    parts.push(`reported gap ${formatLatency(reported.gapMs)} before turn ${reported.position + 1}`);
  }
  const measured = at(scene.measured);
  if (measured !== undefined) {
    const about = measured.certain ? '' : 'about ';
    parts.push(`measured gap ${about}${formatLatency(measured.gapMs)} before turn ${measured.position + 1}`);
  }
  const overlap = at(scene.overlaps);
  if (overlap !== undefined) {
    const length = formatLatency(overlap.endMs - overlap.startMs);
    const second = overlap.first === 'agent' ? 'caller' : 'agent';
    parts.push(`${overlapWords[overlap.kind](overlap.first, second)}, ${length}`);
  }
  const dead = at(scene.deadAir);
  if (dead !== undefined) parts.push(`dead air ${formatLatency(dead.endMs - dead.startMs)}`);
  const hold = at(scene.holds);
  if (hold !== undefined) parts.push(`hold ${formatLatency(hold.endMs - hold.startMs)}`);
  const notes = scene.notes.filter((note) => note.isRange && note.startMs <= timeMs && timeMs <= note.endMs).length;
  if (notes > 0) parts.push(notes === 1 ? 'a note on this stretch' : `${notes} notes on this stretch`);
  for (const lane of scene.lanes) {
    const other = at(scene.sound[lane.channel]?.other ?? []);
    if (other !== undefined) parts.push(`${other.kind} (${lane.label || 'recording'})`);
  }
  return parts.join(' · ');
}
