import { foldText } from '../fold-text.ts';

/** What stands in the place of words that change from call to call. */
export type Slot = 'name' | 'number' | 'amount' | 'date' | 'time' | 'id' | 'email' | 'url';

/** How a slot is written in a template. */
export const slotSigns: Readonly<Record<Slot, string>> = {
  name: '@',
  number: '#',
  amount: '#amount',
  date: '#date',
  time: '#time',
  id: '#id',
  email: '#email',
  url: '#url',
};
/** A piece of a turn before slots are made of groups of them. */
export interface RawToken {
  readonly folded: string;
  readonly kind: 'word' | Slot;
  /** In a cased script: begins with a capital and goes on in small letters. */
  readonly capital: boolean;
  /** First in its sentence. */
  readonly first: boolean;
  /** Nothing but white space stands between it and the one before. */
  readonly beside: boolean;
  readonly joined: boolean;
}

// Lengths are bounded so that no text makes the search slower than linear.
const piece = new RegExp(
  [
    // Where a known name was taken out.
    String.raw`(?<slot>(?<!\S)@(?!\S))`,
    String.raw`(?<email>[\p{L}\p{N}._%+\-]{1,64}@[\p{L}\p{N}\-]{1,64}(?:\.[\p{L}\p{N}\-]{1,32}){1,4})`,
    String.raw`(?<url>https?:\/\/\S{1,300}|www\.\S{1,300})`,
    String.raw`(?<date>\p{Nd}{1,4}(?<sep>[\/.\-])\p{Nd}{1,2}\k<sep>\p{Nd}{2,4}|(?:[\p{Nd}〇一二三四五六七八九十百千]{1,5}(?:年|月|日|月曜日)){1,3}|[月火水木金土日]曜日?|星期[一二三四五六日天])`,
    String.raw`(?<time>\p{Nd}{1,2}:\p{Nd}{2}(?::\p{Nd}{2})?(?:\s?[ap]\.?m\b)?|\p{Nd}{1,2}\s?[ap]\.?m\b\.?|(?:午前|午後)?[\p{Nd}一二三四五六七八九十]{1,3}[時点](?:[\p{Nd}一二三四五六七八九十]{1,3}分|半)?)`,
    String.raw`(?<amount>[$€£¥₪₹]\s?\p{Nd}{1,12}(?:[.,]\p{Nd}{1,6}){0,4}|\p{Nd}{1,12}(?:[.,]\p{Nd}{1,6}){0,4}\s?[$€£¥₪₹円元]|[〇一二三四五六七八九十百千万]{1,8}円)`,
    String.raw`(?<id>\+\p{Nd}{1,4}|(?:[\p{Lu}]{1,6}-?\p{Nd}{2,16}|\p{Nd}{2,16}-?\p{Lu}{1,6})[\p{Lu}\p{Nd}\-]{0,16}(?!\p{Ll}))`,
    String.raw`(?<number>\p{Nd}{1,18}(?:[.,]\p{Nd}{1,18}){0,6}(?:st|nd|rd|th|er|º|ª)?|\p{No}|[〇一二三四五六七八九十百千万]{2,12}|[一二三四五六七八九](?=[名件番歳回泊個人枚]))`,
    // Runs of one script end where a counted thing or a time begins.
    String.raw`(?<word>(?:(?!午前|午後|[〇一二三四五六七八九十百千]{1,5}[年月日時分円名])\p{Script=Han}){1,80}|\p{Script=Hiragana}{1,80}|[\p{Script=Katakana}ー]{1,80}|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー])[\p{L}\p{M}]){1,80}(?:['’׳״"](?=\p{L})[\p{L}\p{M}]{1,40}){0,3}['׳]?|\p{Script=Han})`,
    String.raw`(?<stop>[.!?。！？…\n:;]+)`,
  ].join('|'),
  'gu',
);

/** Stretches of one script, as far as scripts without spaces are concerned. */
export const runs =
  /\p{Script=Han}+|[\p{Script=Hiragana}]+|[\p{Script=Katakana}ー]+|[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+|[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/gu;
const withoutSpaces =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const capitalised = /^\p{Lu}(?:['’\p{M}]?\p{L})*\p{Ll}/u;
const unseen = /[\p{Default_Ignorable_Code_Point}\u202a-\u202e]/gu;

/** Cuts a turn into words, numbers and the like. Every string is accepted. */
export function rawTokens(text: string): RawToken[] {
  const tokens: RawToken[] = [];
  const clean = text.toWellFormed().replace(unseen, '').normalize('NFKC');
  let first = true;
  let end = 0;
  for (const match of clean.matchAll(piece)) {
    const groups = match.groups ?? {};
    const beside = /^[\s\p{Mn}]*$/u.test(clean.slice(end, match.index).slice(0, 8));
    const touching = match.index === end && end > 0;
    end = match.index + match[0].length;
    if (groups.stop !== undefined) {
      // "Dr. Smith" and "4.30" go on.
      first = !(match[0] === '.' && /^(?:dr|mr|mrs|ms|sr|sra|st)$/u.test(tokens.at(-1)?.folded ?? ''));
      continue;
    }
    const kind = kindOf(groups);
    if (kind === 'word') {
      let at = 0;
      for (const run of match[0].match(runs) ?? []) {
        const folded = foldText(run.replace(/['’׳]$/u, '')).text.normalize('NFC');
        if (folded === '') continue;
        const joined = withoutSpaces.test(run);
        tokens.push({ folded, kind, capital: capitalised.test(run), first, beside: beside || at > 0, joined });
        at += run.length;
        first = false;
      }
    } else {
      const folded = match[0];
      tokens.push({
        folded,
        kind,
        capital: false,
        first,
        beside,
        joined: touching && withoutSpaces.test(clean[match.index - 1] ?? ''),
      });
      first = false;
    }
  }
  return tokens;
}

function kindOf(groups: Record<string, string | undefined>): 'word' | Slot {
  if (groups.slot !== undefined) return 'name';
  for (const kind of ['email', 'url', 'date', 'time', 'amount', 'id', 'number'] as const) {
    if (groups[kind] !== undefined) return kind;
  }
  return 'word';
}
