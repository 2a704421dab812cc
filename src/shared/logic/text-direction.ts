// Letters of the right-to-left scripts in use, and all letters.
const rightToLeftLetter =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;
const letter = /\p{L}/u;
const address = /^(?:https?:\/\/|www\.)|^\S+@\S+\.\S+$/iu;

/**
 * Which way a text runs: right to left when more than 40 % of its words do, whatever it begins with. (The browser's
 * `dir=auto` asks the first letter alone, which is wrong for a Hebrew sentence that begins with a brand's name.) After
 * Closure Library's `estimateDirection`, which also leaves out addresses. Null without a letter. Reads at most `limit`
 * characters.
 */
export function directionOf(text: string, limit = 4000): 'ltr' | 'rtl' | null {
  let all = 0;
  let rightToLeft = 0;
  for (const word of text.slice(0, limit).split(/\s+/u)) {
    const first = letter.exec(word)?.[0];
    if (first === undefined || address.test(word)) continue;
    all += 1;
    if (rightToLeftLetter.test(first)) rightToLeft += 1;
  }
  if (all === 0) return letter.test(text.slice(0, limit)) ? 'ltr' : null;
  return rightToLeft / all > 0.4 ? 'rtl' : 'ltr';
}

/** Is there anything in a text that runs right to left? */
export const hasRightToLeft = (text: string): boolean => rightToLeftLetter.test(text);

/** A stretch of a text; `number` = a number in several groups, which has to be kept left to right as a whole. */
export interface DirectionRun {
  readonly text: string;
  readonly start: number;
  readonly number: boolean;
}

// A phone number, card or order number: groups of digits with a sign or space between, or a leading plus or minus.
// Between two numbers a space takes the direction of the sentence (Unicode Bidirectional Algorithm, N1), so that the
// groups of a number would change places in Hebrew.
const grouped = /[+\u2212-]?\(?\d+\)?(?:[ \u00a0\u202f./()-]{1,2}\d+\)?)+|[+\u2212-]\d+/gu;

/** Splits a right-to-left text at its numbers in groups. The runs put together are the text. */
export function splitNumbers(text: string): DirectionRun[] {
  const runs: DirectionRun[] = [];
  let done = 0;
  const add = (end: number, number: boolean) => {
    if (end > done) runs.push({ text: text.slice(done, end), start: done, number });
    done = Math.max(done, end);
  };
  for (const found of text.matchAll(grouped)) {
    add(found.index, false);
    add(found.index + found[0].length, true);
  }
  add(text.length, false);
  return runs;
}
