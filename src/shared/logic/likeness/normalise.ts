import { calendarWords, clockWords, connectors, isEveryday, money, numberWord } from './calendar-words.ts';
import { givenNames, markNames } from './names.ts';
import { type RawToken, rawTokens, runs, type Slot, slotSigns } from './raw-tokens.ts';

/** A word as it is compared, or a slot in place of one or more words. */
export interface Token {
  /** Folded: no case, accents, niqqud or compatibility forms. A slot as in `slotSigns`. */
  readonly text: string;
  readonly slot: Slot | null;
  /** Written without a space before it, as in Japanese. */
  readonly joined: boolean;
}

/** So much of a turn is read, UTF-16 units; what comes after does not count. The longest turns of a call are a tenth of it. */
export const READ_CHARACTERS = 12_000;

/**
 * The words of a turn as they are compared: folded, with slots for what changes from call to call. `names`: people, firms and places
 * known to occur, such as the call's variables. Takes time in proportion to the length, and reads `READ_CHARACTERS` at most.
 */
export function normalise(text: string, names: Iterable<string> = []): Token[] {
  const given = givenNames(names);
  const raw = markNames(rawTokens(given.replaceIn(text.slice(0, READ_CHARACTERS))), given.words);
  const tokens: Token[] = [];
  for (let at = 0; at < raw.length; ) {
    const group = groupAt(raw, at);
    const here = raw[at];
    if (here === undefined) break;
    const slot = group?.slot ?? (here.kind === 'word' ? null : here.kind);
    const before = tokens.at(-1);
    if (slot !== null) {
      if (!(slot === before?.slot && here.beside)) tokens.push({ text: slotSigns[slot], slot, joined: false });
    } else if (
      here.joined &&
      before?.slot === null &&
      scriptOf(here.folded) >= 0 &&
      scriptOf(before.text) === scriptOf(here.folded)
    ) {
      // A comma between them says as little as between words.
      tokens[tokens.length - 1] = { ...before, text: before.text + here.folded };
    } else {
      for (const [i, part] of splitDenial(here.folded).entries()) {
        tokens.push({ text: part, slot, joined: here.joined && i === 0 && before?.slot === null });
      }
    }
    at += group?.size ?? 1;
  }
  return tokens;
}

const slotOf = new Map(Object.entries(slotSigns).map(([slot, sign]) => [sign, slot as Slot]));

/** The words of a template again, as `normalise` gave them. */
export function tokensOfTemplate(template: string): Token[] {
  return template.split(' ').flatMap((part): Token[] => {
    const slot = slotOf.get(part);
    if (slot !== undefined) return [{ text: part, slot, joined: false }];
    return (part.match(runs) ?? []).map((text, at) => ({ text, slot: null, joined: at > 0 }));
  });
}

const unspacedScripts = [
  /^\p{Script=Han}+$/u,
  /^\p{Script=Hiragana}+$/u,
  /^[\p{Script=Katakana}ー]+$/u,
  /^[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+$/u,
];

/** Which of the scripts without spaces a word is all of; -1 for others. */
function scriptOf(word: string): number {
  return unspacedScripts.findIndex((script) => script.test(word));
}

/** "isn't" is "is not": what turns an answer round is a word of its own. */
function splitDenial(word: string): string[] {
  if (word === "can't" || word === 'cannot') return ['can', 'not'];
  if (word === "won't") return ['will', 'not'];
  if (word.endsWith("n't")) return [word.slice(0, -3), 'not'];
  const elided = /^(\p{L}+)'(\p{L}{1,2})$/u.exec(word);
  return elided === null ? [word] : [elided[1] ?? word, elided[2] ?? ''];
}

type Part =
  | 'number'
  | 'soft'
  | 'month'
  | 'maybe-month'
  | 'day'
  | 'date'
  | 'time'
  | 'money'
  | 'clock'
  | 'amount'
  | 'id'
  | null;

/** Numbers, months, days, money and clock words that stand together, with "of" and "and" between them; null where there are none. */
function groupAt(raw: readonly RawToken[], from: number): { slot: Slot; size: number } | null {
  const parts: Part[] = [];
  let size = 0;
  for (let at = from; at < raw.length; at += 1) {
    const token = raw[at];
    if (token === undefined) break;
    const part = partOf(token, raw[at - 1], raw[at + 1]);
    if (at > from && !token.beside && part === null) break;
    if (part === 'clock' && parts.length === 0) return null;
    if (part !== null) {
      parts.push(part);
      size = at - from + 1;
    } else if (parts.length === 0 || token.kind !== 'word' || !connectors.has(token.folded)) break;
    else if (at - from + 1 - size > 2) break;
  }
  const has = (...kinds: Part[]): boolean => kinds.some((kind) => parts.includes(kind));
  const counted = has('number') || parts.filter((part) => part === 'soft').length > 1;
  const any = counted || has('date', 'time', 'amount', 'id', 'month', 'day');
  if (parts.length === 0 || !any) return null;
  if (has('amount') || (has('money') && counted)) return { slot: 'amount', size };
  if (has('month', 'day', 'date') || (has('maybe-month') && counted)) return { slot: 'date', size };
  if (has('time') || (has('clock') && counted)) return { slot: 'time', size };
  if (parts[0] === 'money' || parts[0] === 'maybe-month') return null;
  return { slot: has('id') ? 'id' : 'number', size };
}

const hebrewDay = /^[בלמהוש]?יום$/u;
const hebrewOrdinals = new Set(['ראשון', 'שני', 'שלישי', 'רביעי', 'חמישי', 'שישי', 'שבת']);

function partOf({ kind, folded }: RawToken, before?: RawToken, after?: RawToken): Part {
  if (kind === 'number' || kind === 'date' || kind === 'time' || kind === 'amount' || kind === 'id') return kind;
  if (kind !== 'word') return null;
  // Hebrew counts its days: "day second".
  if (hebrewOrdinals.has(folded) && hebrewDay.test(before?.folded ?? '')) return 'day';
  if (hebrewDay.test(folded) && hebrewOrdinals.has(after?.folded ?? '')) return 'day';
  const number = numberWord(folded);
  if (number > 0) return number === 2 ? 'number' : 'soft';
  if (money.has(folded)) return 'money';
  if (clockWords.has(folded)) return 'clock';
  const { months, days } = calendarWords();
  // Hebrew and Arabic write "in" and "the" onto the word.
  for (const word of /^[בלמהוב]\p{Script=Hebrew}{3,}$/u.test(folded) ? [folded, folded.slice(1)] : [folded]) {
    if (months.has(word)) return isEveryday(word) ? 'maybe-month' : 'month';
    if (days.has(word)) return isEveryday(word) ? 'maybe-month' : 'day';
  }
  return null;
}
