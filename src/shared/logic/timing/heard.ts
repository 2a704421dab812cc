import { median } from './spans.ts';

/** A turn of the agent: its text and how long its voice is heard. */
export interface Spoken {
  readonly content: string;
  readonly speechMs: number;
}

/** Fewer turns than these do not tell how fast somebody speaks. */
const MIN_TURNS = 3;
/** Shorter ones are too uneven ("OK", a number). */
const MIN_CHARS = 15;
const MIN_SPEECH_MS = 1000;

/** An agent's pace in characters per ms of voice: the median over turns that were not cut; null for too few of them. */
export function speakingRate(uncut: readonly Spoken[]): number | null {
  const rates = uncut
    .filter(({ content, speechMs }) => content.trim().length >= MIN_CHARS && speechMs >= MIN_SPEECH_MS)
    .map(({ content, speechMs }) => content.trim().length / speechMs);
  return rates.length < MIN_TURNS ? null : median(rates);
}

/** How much of a text is said after so much voice at this pace: 0 to 1 and above. */
export function shareSaid({ content, speechMs }: Spoken, rate: number): number {
  const chars = content.trim().length;
  return chars === 0 ? 1 : (speechMs * rate) / chars;
}

/**
 * About how many characters of a text were heard, after so much voice at this pace. It ends with a word: with the one being said,
 * where most of it is out. (Scripts without spaces are taken in pieces of 24 characters.) Null when it was all.
 */
export function estimateHeard({ content, speechMs }: Spoken, rate: number): number | null {
  const lead = content.length - content.trimStart().length;
  const reached = lead + Math.max(0, speechMs * rate);
  if (reached >= content.trimEnd().length) return null;
  let best = 0;
  for (const { index, 0: word } of content.matchAll(/\S{1,24}/gu)) {
    const end = index + word.length;
    if (end > reached && Math.abs(end - reached) >= Math.abs(reached - best)) break;
    best = end;
    if (end > reached) break;
  }
  return best >= content.trimEnd().length ? null : best;
}
