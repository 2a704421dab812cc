import { mapTexts } from './text-map.ts';

type Splits<Role> = readonly { readonly at: number; readonly role: Role }[];

/** Moves the places at which a turn is split along when its words are changed; those whose place is gone are dropped. */
export function moveSplits<Role>(before: string, after: string, splits: Splits<Role>): { at: number; role: Role }[] {
  if (before === after) return splits.map((split) => ({ ...split }));
  const { blocks } = mapTexts(before, after);
  const moved: { at: number; role: Role }[] = [];
  for (const { at, role } of splits) {
    const block = blocks.find(({ sentTo }) => at < sentTo);
    if (block === undefined) continue;
    const to = block.same ? block.shownFrom + (at - block.sentFrom) : block.shownFrom;
    if (to > (moved.at(-1)?.at ?? 0) && to < after.length) moved.push({ at: to, role });
  }
  return moved;
}

const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

/**
 * Where a split at a caret goes: to the beginning of the word there; in scripts without spaces, where the caret is. Null
 * where it would leave nothing on one side.
 */
export function splitPlace(text: string, caret: number): number | null {
  let at = Math.max(0, Math.min(text.length, caret));
  const low = text.charCodeAt(at);
  if (low >= 0xdc00 && low < 0xe000) at -= 1;
  while (at > 0 && !/\s/u.test(text[at - 1] ?? '') && !unspaced.test(text[at - 1] ?? '')) at -= 1;
  while (at < text.length && /\s/u.test(text[at] ?? '')) at += 1;
  return text.slice(0, at).trim() === '' || text.slice(at).trim() === '' ? null : at;
}

/** The id of a correction of this turn: two reviewers who correct the same turn make one item, and see where they differ. */
export function correctionId(callId: string, index: number, text: string): string {
  // FNV-1a, twice, with different beginnings: 64 bits tell the texts of one place apart.
  const hash = (start: number): string => {
    let value = start;
    for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
    return (value >>> 0).toString(36);
  };
  return `${callId.slice(0, 150)}/said/${index}/${hash(0x811c9dc5)}${hash(0x2f0b4a17)}`;
}
