/** What aligning may still cost, in cells of the table; it is shared by all anchors of a call. */
export interface Budget {
  cells: number;
}

/** Where each word of a turn stands in the row of words now; -1 = nowhere. */
export interface Alignment {
  readonly map: Int32Array;
  readonly matched: number;
}

const MATCH = 3;
const SKIP = -1;
/** For beginning where a turn begins: of two equal places the one that is a turn is meant. */
const AT_BEGINNING = 2;
/** For going on in the next turn: the words of one turn are sooner in one than in two. */
const NEXT_TURN = -4;

/** The words as they are, from a place on: no word differs. Null when one does. */
export function alignExact(words: Int32Array, row: Int32Array, at: number): Alignment | null {
  if (at < 0 || at + words.length > row.length) return null;
  for (let i = 0; i < words.length; i += 1) if (words[i] !== row[at + i]) return null;
  const map = new Int32Array(words.length);
  for (let i = 0; i < map.length; i += 1) map[i] = at + i;
  return { map, matched: words.length };
}

const FROM_BOTH = 1;
const FROM_WORDS = 2;
const FROM_ROW = 3;

/**
 * The best alignment of words with a stretch of a row (Needleman-Wunsch, ends free in the row, 3 a match, -1 a word that
 * is left out on either side), held within `band` of the diagonal that begins at `at`. `turnOf` says of each word of the
 * row whose turn it is. Null when the budget is used up.
 */
export function alignBand(
  words: Int32Array,
  row: Int32Array,
  turnOf: Int32Array,
  at: number,
  band: number,
  budget: Budget,
): Alignment | null {
  const count = words.length;
  const width = 2 * band + 1;
  const cells = (count + 1) * width;
  if (cells > budget.cells) return null;
  budget.cells -= cells;
  const origin = new Uint8Array(cells);
  const never = -1e9;
  // Column c of line i stands behind place at + i + c - band of the row.
  let above = new Int32Array(width).fill(never);
  for (let c = 0; c < width; c += 1) {
    const place = at + c - band;
    if (place < 0 || place > row.length) continue;
    above[c] = place === 0 || turnOf[place] !== turnOf[place - 1] ? AT_BEGINNING : 0;
  }
  for (let i = 1; i <= count; i += 1) {
    const scores = new Int32Array(width).fill(never);
    const word = words[i - 1];
    for (let c = 0; c < width; c += 1) {
      const place = at + i + c - band;
      if (place < 0 || place > row.length) continue;
      let best = never;
      let from = 0;
      const crossing = place > 1 && turnOf[place - 1] !== turnOf[place - 2] ? NEXT_TURN : 0;
      if (place > 0) {
        best = (above[c] as number) + (word === row[place - 1] ? MATCH : 2 * SKIP) + (i > 1 ? crossing : 0);
        from = FROM_BOTH;
      }
      const left = c > 0 ? (scores[c - 1] as number) + SKIP + (i < count ? crossing : 0) : never;
      if (left > best) {
        best = left;
        from = FROM_ROW;
      }
      const up = c + 1 < width ? (above[c + 1] as number) + SKIP : never;
      if (up > best) {
        best = up;
        from = FROM_WORDS;
      }
      scores[c] = best;
      origin[i * width + c] = from;
    }
    above = scores;
  }
  let column = 0;
  for (let c = 1; c < width; c += 1) if ((above[c] as number) > (above[column] as number)) column = c;
  const map = new Int32Array(count).fill(-1);
  let matched = 0;
  for (let i = count, c = column; i > 0; ) {
    const from = origin[i * width + c];
    if (from === FROM_ROW) c -= 1;
    else if (from === FROM_WORDS) {
      i -= 1;
      c += 1;
    } else if (from === FROM_BOTH) {
      const place = at + i + c - band - 1;
      if (words[i - 1] === row[place]) {
        map[i - 1] = place;
        matched += 1;
      }
      i -= 1;
    } else break;
  }
  return { map, matched };
}
