import { hanWeights, tellingOf } from './common-words.ts';
import { type Token, tokensOfTemplate } from './normalise.ts';

const NAME_WORDS = 7;
const NAME_CHARS = 48;
/** Words from here on are worth a place in a name. */
const WORTH = 0.3;

const question =
  /(?:what (?:is|s)|can i (?:please )?(?:have|get)|(?:may|could|can) i (?:please )?(?:have|take|get|ask for)|(?:could|can|would) you (?:please )?(?:tell|give|read|spell|confirm|provide)(?: me)?(?: please)?|please (?:tell|give) me) (?:your|the) (.+)$/u;
const clauseEnd = /^(?:please|so|and|or|to|for|that|before|with|then|if|as|on|in|i|you|first|from|@|#.*)$/u;

/**
 * A short name for a family out of the template it began with: "Asks for date of birth" where an English question says so, else the
 * stretch of words that tells most, or how the turn begins where that is a single word ("Take care … and see you"); up to 48
 * characters. "…" without a word.
 */
export function suggestName(template: string): string {
  const tokens = tokensOfTemplate(template);
  const name =
    askedFor(template) ?? (oneWordOnly(tellingStretch(tokens), tokens) ? opening(template) : tellingStretch(tokens));
  const short = [...name].slice(0, NAME_CHARS).join('');
  return short === '' ? '…' : short.charAt(0).toUpperCase() + short.slice(1);
}

/** "Care" or "What" tells nobody which turns are meant; scripts without spaces say more in one. */
function oneWordOnly(name: string, tokens: readonly Token[]): boolean {
  return name !== '' && !name.includes(' ') && !tokens.some(({ joined }) => joined) && tokens.length > 1;
}

function opening(template: string): string {
  return template
    .split(' ')
    .slice(0, NAME_WORDS)
    .map((word) => (word === '@' || word.startsWith('#') ? '…' : word))
    .join(' ');
}

function askedFor(template: string): string | null {
  const words = question.exec(template)?.[1]?.split(' ').slice(0, NAME_WORDS) ?? [];
  const end = words.findIndex((word) => clauseEnd.test(word));
  const asked = words.slice(0, end < 0 ? words.length : end);
  while (asked.length > 0 && tellingOf(asked.at(-1) ?? '') < WORTH) asked.pop();
  return asked.length === 0 ? null : `asks for ${asked.join(' ')}`;
}

/** The words from the first telling one on that tell most together; grammar between them stays, at the ends it goes. */
function tellingStretch(tokens: readonly Token[]): string {
  const words = tokens.filter(({ slot }) => slot === null);
  const most = words.some(({ joined }) => joined) ? NAME_WORDS + 3 : NAME_WORDS;
  let from = 0;
  let best = -1;
  for (let at = 0; at < words.length; at += 1) {
    const sum = words.slice(at, at + most).reduce((all, { text }) => all + worthOf(text), 0);
    if (sum > best + 1e-9) {
      best = sum;
      from = at;
    }
  }
  const kept = words.slice(from, from + most);
  if (kept.some(({ text }) => worthOf(text) >= WORTH)) {
    while (worthOf(kept.at(-1)?.text ?? '') < WORTH) kept.pop();
    while (worthOf(kept[0]?.text ?? '') < WORTH) kept.shift();
  }
  return kept.map(({ text, joined }, i) => (i === 0 || joined ? text : ` ${text}`)).join('');
}

function worthOf(word: string): number {
  if (/^\p{Script=Hiragana}+$/u.test(word)) return 0.05;
  return hanWeights.get(word) ?? tellingOf(word);
}
