import { alignUnits } from './align-units.ts';

/** A stretch that is the same in both texts (but for the space behind it), or one that was changed; either side of a change may be empty. UTF-16 units. */
export interface Block {
  readonly same: boolean;
  readonly sentFrom: number;
  readonly sentTo: number;
  readonly shownFrom: number;
  readonly shownTo: number;
  /** Where the words end, before the space that follows them. */
  readonly sentEnd: number;
  readonly shownEnd: number;
}

/** How the text that is shown goes with the one the vendor sent. The blocks cover both, in order. */
export interface TextMap {
  readonly blocks: readonly Block[];
}

interface Token {
  readonly word: string;
  readonly from: number;
  readonly end: number;
  /** Behind the space that follows. */
  readonly to: number;
}

// A word with the marks that touch it; one character in scripts without spaces.
const token =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]\p{M}*|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]+/gu;

function tokens(text: string): Token[] {
  const found = [...text.matchAll(token)];
  if (found.length === 0 && text !== '') return [{ word: '', from: 0, end: text.length, to: text.length }];
  return found.map((match, i) => ({
    word: match[0],
    from: i === 0 ? 0 : match.index,
    end: match.index + match[0].length,
    to: found[i + 1]?.index ?? text.length,
  }));
}

/** Compares two texts word by word, exactly: case and punctuation count. */
export function mapTexts(sent: string, shown: string): TextMap {
  if (sent === shown) return { blocks: wholeBlock(sent.length, shown.length, true) };
  const is = tokens(sent);
  const should = tokens(shown);
  const steps = alignUnits(
    is.map(({ word }) => word),
    should.map(({ word }) => word),
  );
  if (steps === null || steps.length === 0) return { blocks: wholeBlock(sent.length, shown.length, false) };
  const blocks: Block[] = [];
  /** The word before, with the space that follows it. */
  let piece: Block | null = null;
  let [sentAt, shownAt] = [0, 0];
  for (const step of steps) {
    const before = 'is' in step ? is[step.is] : undefined;
    const after = 'should' in step ? should[step.should] : undefined;
    const block: Block = {
      same: step.op === 'same',
      sentFrom: sentAt,
      sentTo: before?.to ?? sentAt,
      shownFrom: shownAt,
      shownTo: after?.to ?? shownAt,
      sentEnd: before?.end ?? sentAt,
      shownEnd: after?.end ?? shownAt,
    };
    sentAt = block.sentTo;
    shownAt = block.shownTo;
    const last = blocks.at(-1);
    // Space between words does not count; where it differs a block ends, so that places within one agree.
    const even =
      piece !== null && sent.slice(piece.sentFrom, piece.sentTo) === shown.slice(piece.shownFrom, piece.shownTo);
    piece = block;
    if (last !== undefined && last.same === block.same && (even || !block.same)) {
      const { sentTo, shownTo } = block;
      const sentEnd = before === undefined ? last.sentEnd : block.sentEnd;
      const shownEnd = after === undefined ? last.shownEnd : block.shownEnd;
      blocks[blocks.length - 1] = { ...last, sentTo, shownTo, sentEnd, shownEnd };
    } else blocks.push(block);
  }
  return { blocks };
}

const wholeBlock = (sentTo: number, shownTo: number, same: boolean): Block[] =>
  sentTo === 0 && shownTo === 0
    ? []
    : [{ same, sentFrom: 0, sentTo, sentEnd: sentTo, shownFrom: 0, shownTo, shownEnd: shownTo }];

interface Range {
  readonly from: number;
  readonly to: number;
}

type Side = 'sent' | 'shown';

function place(map: TextMap, at: number, from: Side, end: boolean): number {
  for (const block of map.blocks) {
    const [low, high, otherLow, otherEnd, otherHigh] =
      from === 'sent'
        ? [block.sentFrom, block.sentTo, block.shownFrom, block.shownEnd, block.shownTo]
        : [block.shownFrom, block.shownTo, block.sentFrom, block.sentEnd, block.sentTo];
    // The end of a range belongs to what is before it, its beginning to what comes after.
    if (end ? at > high || (at === low && low !== high) : at >= high) continue;
    if (!block.same) return end ? otherEnd : otherLow;
    return Math.min(otherHigh, otherLow + Math.max(0, at - low));
  }
  const last = map.blocks.at(-1);
  return last === undefined ? 0 : from === 'sent' ? last.shownTo : last.sentTo;
}

/** Where words of the vendor's text stand in what is shown; null when they were corrected away. */
export function toShown(map: TextMap, range: Range): Range | null {
  const from = place(map, range.from, 'sent', false);
  const to = place(map, range.to, 'sent', true);
  return to > from ? { from, to } : null;
}

/** Which words of the vendor's text are meant by words of what is shown; null when the vendor has none there. */
export function toSent(map: TextMap, range: Range): Range | null {
  const from = place(map, range.from, 'shown', false);
  const to = place(map, range.to, 'shown', true);
  return to > from ? { from, to } : null;
}
