import { diffArrays } from 'diff';
import { formatCount, formatLatency } from '#shared/logic/format.ts';
import type { IndexStatus, TurnFamily, VersionTurns } from '#shared/model/families.ts';
import { versionLabel } from '../../lib/call-words.ts';

/** A stretch of a turn's words; `differs` = the asked turn does not have it there. */
export interface WordPart {
  readonly text: string;
  readonly differs: boolean;
}

/** Words of more than this are shown unmarked, characters of both: finding the differences takes time by the square of their number. */
const MOST_COMPARED = 4000;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

/** Marks in `text` what `asked` does not say. Case does not count, nor do signs and spaces; scripts without spaces are compared by word too. */
export function markDifferences(asked: string, text: string): WordPart[] {
  if (text === '') return [];
  if (asked.length + text.length > MOST_COMPARED) return [{ text, differs: false }];
  const tokens = [...segmenter.segment(text)];
  const fold = (word: string) => word.normalize('NFKC').toLowerCase();
  const words = tokens.filter(({ isWordLike }) => isWordLike === true);
  const known = [...segmenter.segment(asked)].filter(({ isWordLike }) => isWordLike === true);
  const differs = new Set<number>();
  let at = 0;
  for (const { added, removed, value } of diffArrays(
    known.map(({ segment }) => fold(segment)),
    words.map(({ segment }) => fold(segment)),
  )) {
    if (removed) continue;
    for (const _ of value) {
      const word = words[at];
      if (added && word !== undefined) differs.add(word.index);
      at += 1;
    }
  }
  const parts: { text: string; differs: boolean }[] = [];
  for (const [place, { segment, index, isWordLike }] of tokens.entries()) {
    const last = parts.at(-1);
    // What stands between two differing words is marked with them: one line under both.
    const between =
      isWordLike !== true &&
      last?.differs === true &&
      differs.has(tokens[place + 1]?.index ?? -1) &&
      /^\s$/u.test(segment);
    const marked = differs.has(index) || between;
    if (last?.differs === marked) last.text += segment;
    else parts.push({ text: segment, differs: marked });
  }
  return parts;
}

/** A stretch of a wording's pattern: words, or the place of something that differs from call to call, called by `text`. */
export interface TemplatePart {
  readonly text: string;
  readonly isSlot: boolean;
}

/** A wording's pattern for a reader: places of numbers, dates, names and so on apart from the words. */
export function templateParts(template: string): TemplatePart[] {
  const parts: { text: string; isSlot: boolean }[] = [];
  for (const word of template.split(' ')) {
    const slot = word === '@' ? 'name' : word === '#' ? 'number' : word.startsWith('#') ? word.slice(1) : null;
    const last = parts.at(-1);
    if (slot === null && last?.isSlot === false) last.text += ` ${word}`;
    else if (slot === null || last?.isSlot !== true || last.text !== slot) {
      parts.push({ text: slot ?? word, isSlot: slot !== null });
    }
  }
  return parts;
}

/** `87 %`; never 100 % for what is not all of it, nor 0 % for what is some of it. */
export function formatShare(share: number): string {
  const whole = Math.round(share * 100);
  const percent = share < 1 && whole === 100 ? 99 : share > 0 && whole === 0 ? 1 : whole;
  return `${percent}\u202f%`;
}

/** How a turn's measured gap stands in its family, `Slower than 93 % of its family of 214`; null where that cannot be said. */
export function standingWords({ turns, slowerThan }: Pick<TurnFamily, 'turns' | 'slowerThan'>): string | null {
  if (slowerThan === null) return null;
  return `Measured gap longer than ${formatShare(slowerThan)} of its family of ${formatCount(turns)} turns`;
}

/** How far the index has come, while it is not whole; null when it is. */
export function indexWords({ indexed, total }: IndexStatus): string | null {
  if (indexed >= total) return null;
  const calls = `${formatCount(indexed)} of ${formatCount(total)} calls`;
  return indexed === 0
    ? 'Turns are being read in; none is yet.'
    : `Turns of ${calls} have been read in; more may be found.`;
}

/** `+120 ms` against another gap; null unless both are known. */
export function differenceWords(ms: number | null, from: number | null): string | null {
  if (ms === null || from === null) return null;
  const difference = Math.round(ms) - Math.round(from);
  return difference === 0 ? '±0 ms' : `${difference > 0 ? '+' : ''}${formatLatency(difference)}`;
}

const byVersion = new Intl.Collator('en', { numeric: true });

/** Versions with the highest first, agents apart; calls without version last. */
export function sortVersions<T extends Pick<VersionTurns, 'agent' | 'version'>>(versions: readonly T[]): T[] {
  return versions.toSorted(
    (a, b) =>
      byVersion.compare(a.agent, b.agent) ||
      Number(a.version === null) - Number(b.version === null) ||
      byVersion.compare(b.version ?? '', a.version ?? ''),
  );
}

/** What changed from the second highest version to the highest, by the measured medians where both have one, else by the reported. Null with one version. */
export function trendWords(versions: readonly VersionTurns[]): string | null {
  const [newer, older] = sortVersions(versions).filter(({ version }) => version !== null);
  if (newer === undefined || older === undefined || newer.agent !== older.agent) return null;
  for (const kind of ['measured', 'reported'] as const) {
    const difference = differenceWords(newer[kind].p50, older[kind].p50);
    if (difference === null) continue;
    const n = `${formatCount(newer[kind].n)} and ${formatCount(older[kind].n)} turns`;
    return `${versionLabel(newer.version)} against ${versionLabel(older.version)}: ${kind} median ${difference} (of ${n}).`;
  }
  return `${versionLabel(newer.version)} and ${versionLabel(older.version)} have no gap in common to compare.`;
}
