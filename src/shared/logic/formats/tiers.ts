import type { ExchangeCall, Stretch } from '../../model/review/exchange.ts';
import { roundStretch } from './clock-text.ts';
import { spokenTurns } from './spoken.ts';
import { type TimedNote, timedNotes } from './timed-notes.ts';

/** A tier as Praat and ELAN have them: stretches in order that do not overlap, or points of which no two are at the same time. */
export interface Tier<T extends Stretch> {
  readonly name: string;
  readonly items: readonly T[];
}

/**
 * Puts stretches, in order of their beginning, onto as few tiers as need be, so that none overlaps another on its tier;
 * points on one tier differ in time. The second tier of a name is called `NAME 2`.
 */
export function intoTiers<T extends Stretch>(name: string, stretches: readonly T[]): Tier<T>[] {
  const tiers: { items: T[]; endMs: number; wasPoint: boolean }[] = [];
  for (const one of stretches) {
    const isPoint = one.startMs === one.endMs;
    const free = tiers.find((tier) =>
      tier.wasPoint || isPoint ? tier.endMs < one.startMs : tier.endMs <= one.startMs,
    );
    const tier = free ?? { items: [], endMs: 0, wasPoint: false };
    if (free === undefined) tiers.push(tier);
    tier.items.push(one);
    tier.endMs = one.endMs;
    tier.wasPoint = isPoint;
  }
  return tiers.map(({ items }, at) => ({ name: at === 0 ? name : `${name} ${at + 1}`, items }));
}

/** One stretch of text on a tier. */
export interface Label extends Stretch {
  readonly text: string;
}

/** What a call consists of as tiers. Times are rounded to steps of so many ms; what that makes empty is left out. */
export interface CallTiers {
  /** `agent`, `caller`, `other`: the transcript. */
  readonly speech: readonly Tier<Label>[];
  /** `agent sound`, `caller sound`: where speech was heard; the text is empty. */
  readonly sound: readonly Tier<Label>[];
  /** `annotations`, which is always there, `annotations 2`... */
  readonly notes: readonly Tier<TimedNote>[];
  /** `points`, `points 2`... */
  readonly points: readonly Tier<TimedNote>[];
  /** The end of all of it, ms: the recording's, or that of what lies beyond it. */
  readonly endMs: number;
  /** Turns and annotations whose time is not known. */
  readonly untimed: number;
}

/** Names of the tiers that hold annotations, in files written here. */
export const noteTierName = /^(?:annotations|points)(?: \d+)?$/;
export const pointTierName = /^points(?: \d+)?$/;

export function callTiers(call: ExchangeCall, stepMs: number): CallTiers {
  const spoken = spokenTurns(call);
  const timed = timedNotes(call, stepMs);
  const labels = spoken.turns
    .map((turn) => ({ ...roundStretch(stepMs, turn), text: turn.text, role: turn.role }))
    .filter(({ startMs, endMs }) => endMs > startMs);
  const speech = (['agent', 'caller', 'other'] as const).flatMap((role) =>
    intoTiers(
      role,
      labels.filter((label) => label.role === role),
    ),
  );
  const isPoint = ({ startMs, endMs }: Stretch) => startMs === endMs;
  const notes = intoTiers(
    'annotations',
    timed.notes.filter((note) => !isPoint(note)),
  );
  const points = intoTiers('points', timed.notes.filter(isPoint));
  // Also when there are none yet: whoever opens the file elsewhere has a tier for theirs, and it is known as ours by it.
  if (notes.length === 0) notes.push({ name: 'annotations', items: [] });
  const sound = soundTiers(call, stepMs);
  const ends = [...speech, ...sound, ...notes, ...points].flatMap(({ items }) => items.map(({ endMs }) => endMs));
  const endMs = ends.reduce((most, end) => Math.max(most, end), roundStretch(stepMs, wholeOf(call)).endMs);
  return { speech, sound, notes, points, endMs, untimed: spoken.untimed + timed.untimed };
}

function wholeOf({ recordingMs }: ExchangeCall): Stretch {
  return { startMs: 0, endMs: recordingMs ?? 0 };
}

function soundTiers({ timing }: ExchangeCall, stepMs: number): Tier<Label>[] {
  const { speech = null, lanes = null } = timing ?? {};
  return (speech?.channels ?? []).map(({ segments }, channel) => ({
    name: `${lanes?.roles[channel] ?? `channel ${channel + 1}`} sound`,
    items: segments
      .map((segment) => ({ ...roundStretch(stepMs, segment), text: '' }))
      .filter(({ startMs, endMs }) => endMs > startMs && startMs >= 0),
  }));
}
