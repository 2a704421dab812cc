/** Characters of a turn that are looked at: what an agent says is known long before, and a turn may have ten thousand. */
export const CONSIDERED_CHARS = 2000;

/** Scripts that are written without spaces between words: their words are pairs of characters here. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}ー]/u;

const locales = ['en', 'es', 'he', 'ja', 'fr', 'de', 'pt', 'it', 'nl', 'pl', 'ru', 'ar', 'tr', 'sv'];

/** Months and days of the week in the languages above, folded. "May" and "mar" are ordinary words too and stay words. */
const calendarWords: ReadonlySet<string> = new Set(
  locales
    .flatMap((locale) =>
      (['long', 'short'] as const).flatMap((style) => [
        ...Array.from({ length: 12 }, (_, month) =>
          new Intl.DateTimeFormat(locale, { month: style, timeZone: 'UTC' }).format(Date.UTC(2024, month, 15)),
        ),
        ...Array.from({ length: 7 }, (_, day) =>
          new Intl.DateTimeFormat(locale, { weekday: style, timeZone: 'UTC' }).format(Date.UTC(2024, 0, 1 + day)),
        ),
      ]),
    )
    .map((word) => foldWord(word.replace(/\.$/, '')))
    .filter((word) => word.length > 3 && !['march', 'marca', 'mars'].includes(word)),
);

const numberWords: ReadonlySet<string> = new Set(
  `zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
twenty thirty forty fifty sixty seventy eighty ninety hundred thousand half quarter noon midnight pm
cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince veinte treinta cuarenta cincuenta cien mil
אחת אחד שתיים שתים שניים שלוש שלושה ארבע ארבעה חמש חמישה שש שישה שבע שבעה שמונה תשע תשעה עשר עשרה עשרים שלושים ארבעים חמישים מאה אלף
today tomorrow tonight yesterday hoy ayer היום מחר אתמול`.split(/\s+/),
);

/** A word by which words are compared: compatibility forms, case and accents aside; a kana's voicing mark is no accent. */
export function foldWord(word: string): string {
  return word
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(
      /(?<=[\p{Script=Latin}\p{Script=Hebrew}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}])\p{Mn}+/gu,
      '',
    )
    .normalize('NFC');
}

const pieces =
  /\p{Sc}?\p{N}(?:[.,:/\-–]?\p{N})*(?:[%°]|(?:st|nd|rd|th)\b)?|[\p{L}\p{M}\p{N}_.+-]+@[\p{L}\p{N}.-]+|[\p{L}\p{M}]+(?:['’‘״׳"][\p{L}\p{M}]+)*|[.!?。！？…:;]/gu;
const titles: ReadonlySet<string> = new Set('dr mr mrs ms prof st sr sra srta don doña'.split(' '));
const sentenceEnd = /^[.!?。！？…:;]$/u;
const capitalised = /^\p{Lu}[\p{Ll}\p{M}'’]+$/u;

/**
 * What a turn says as folded words, names and numbers taken out: `#` for numbers, dates, times and amounts, `@` for people,
 * places and addresses, each run of them once. `names` = words known to be names, from the call's variables. Beyond
 * `CONSIDERED_CHARS` a turn is not read.
 */
export function tokensOf(text: string, names: Iterable<string> = []): string[] {
  const known = new Set(
    [...names]
      .flatMap((name) => name.split(/\s+/))
      .map(foldWord)
      .filter((name) => name.length > 1),
  );
  const found = [...text.slice(0, CONSIDERED_CHARS).toWellFormed().normalize('NFKC').matchAll(pieces)].map(
    ([piece]) => piece,
  );
  const named = findNames(found);
  const tokens: string[] = [];
  const push = (token: string) => {
    if ((token === '#' || token === '@') && tokens.at(-1) === token) return;
    tokens.push(token);
  };
  found.forEach((piece, at) => {
    if (!sentenceEnd.test(piece)) for (const token of read(piece, named.has(at), known)) push(token);
  });
  return tokens;
}

function read(piece: string, isName: boolean, known: ReadonlySet<string>): readonly string[] {
  if (/^\p{Sc}?\p{N}/u.test(piece)) return ['#'];
  if (piece.includes('@')) return ['@'];
  const word = foldWord(piece).replace(/[’‘׳]/gu, "'");
  if (numberWords.has(word) || calendarWords.has(word)) return ['#'];
  if (isName || known.has(word)) return ['@'];
  return unspaced.test(word) ? splitUnspaced(word) : [word];
}

/** Words with a capital within a sentence, unless so many have one that it says nothing (German, titles, shouting). */
function findNames(found: readonly string[]): ReadonlySet<number> {
  const capitals: number[] = [];
  let within = 0;
  let begins = true;
  found.forEach((piece, at) => {
    if (sentenceEnd.test(piece)) {
      begins = !titles.has((found[at - 1] ?? '').toLowerCase());
      return;
    }
    if (/^\p{L}/u.test(piece)) {
      if (!begins) within += 1;
      if (!begins && capitalised.test(piece) && !/^I['’]/.test(piece)) capitals.push(at);
    }
    begins = false;
  });
  return new Set(capitals.length > 3 && capitals.length > 0.4 * within ? [] : capitals);
}

/** Pairs of neighbouring characters of an unspaced script; what stands among them in another script stays whole. */
function splitUnspaced(word: string): string[] {
  const parts: string[] = [];
  let run = '';
  const flush = () => {
    const characters = [...run];
    if (characters.length === 1) parts.push(run);
    for (let at = 0; at + 1 < characters.length; at += 1) parts.push(`${characters[at]}${characters[at + 1]}`);
    run = '';
  };
  for (const part of word.match(/[^\p{Script=Latin}]+|\p{Script=Latin}+/gu) ?? []) {
    if (unspaced.test(part)) run += part;
    else {
      flush();
      parts.push(part);
    }
  }
  flush();
  return parts;
}
