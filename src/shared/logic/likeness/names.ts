import { foldText } from '../fold-text.ts';
import { calendarWords } from './calendar-words.ts';
import { tellingOf } from './common-words.ts';
import type { RawToken } from './raw-tokens.ts';

const honorifics = new Set(
  'mr mrs ms miss dr doctor prof professor sr sra srta senor senora senorita don dona doctora herr frau monsieur madame mme mlle signor signora מר גברת גב ד"ר דר פרופ'.split(
    ' ',
  ),
);
/** After these a name follows, also in scripts without capitals. */
const introductions = new Set(['שמי', 'מדבר', 'מדברת']);
/** Nouns that are often written with a capital in mid-sentence. */
const commonNouns = new Set(
  'social security number account date birth order booking reference customer service support team department card policy claim email internet bluetooth wifi english spanish hebrew japanese'.split(
    ' ',
  ),
);
const german = new Set(
  'ich mochte mein meine habe der die das und ist nicht ein eine einen sie ihr ihre ihren wir bitte fur mit haben kann'.split(
    ' ',
  ),
);
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

export interface GivenNames {
  /** Folded words of the names. */
  readonly words: ReadonlySet<string>;
  /** The text with names of scripts without spaces replaced: there they are not words of their own. */
  replaceIn(text: string): string;
}

/** Names that a caller of this engine knows to occur. */
export function givenNames(names: Iterable<string>): GivenNames {
  const words = new Set<string>();
  const whole: string[] = [];
  for (const name of names) {
    if (unspaced.test(name)) {
      const clean = name.normalize('NFKC').trim();
      if (clean.length >= 2) whole.push(clean);
    } else for (const word of foldText(name).text.match(/[\p{L}\p{M}]{2,}/gu) ?? []) words.add(word);
  }
  whole.sort((a, b) => b.length - a.length);
  return {
    words,
    replaceIn: (text) => {
      const named = whole.reduce((rest, name) => rest.replaceAll(name, ' @ '), text);
      return unspaced.test(named) ? withHonorificAfter(named) : named;
    },
  };
}

/** Japanese names by what follows them: Mr or Ms, or "is my name". */
function withHonorificAfter(text: string): string {
  return text
    .replace(/(?<![客皆お])[\p{Script=Han}\p{Script=Katakana}ー]{1,8}(?=様|さま|さん|と申します|先生)/gu, (name) =>
      /[客皆奥]$/u.test(name) ? name : ' @ ',
    )
    .replace(/ @ (?:様|さま|さん|先生)/gu, ' @ ');
}

/** Marks the words that are names: given ones, those after a title, and capitals within a sentence of a language that has them for names only. */
export function markNames(tokens: readonly RawToken[], given: ReadonlySet<string>): RawToken[] {
  const inside = tokens.filter(({ kind, first }) => kind === 'word' && !first);
  const capitals = inside.filter(({ capital }) => capital).length;
  const readsCapitals = capitals * 2 <= inside.length + 1 && !isGerman(tokens);
  const cased = tokens.some(({ capital }) => capital);
  const marked: RawToken[] = [];
  let afterTitle = false;
  for (const token of tokens) {
    const { folded, kind } = token;
    const bare = /^[והבלמשכ]\p{Script=Hebrew}{2,}$/u.test(folded) ? folded.slice(1) : folded;
    const known = given.has(folded) || given.has(bare);
    const isName =
      kind === 'word' &&
      ((known && (token.capital || !cased || tellingOf(folded) >= 0.9)) ||
        (afterTitle && token.beside && (token.capital || /\p{Lo}/u.test(folded))) ||
        (readsCapitals && token.capital && !token.first && couldBeName(folded)));
    if (isName) {
      // The title goes with the name: "Mr Smith" and "Ana" fill the same slot.
      if (afterTitle && token.beside && honorifics.has(marked.at(-1)?.folded ?? '')) {
        const title = marked.pop();
        if (title !== undefined) marked.push({ ...token, kind: 'name', beside: title.beside, first: title.first });
      } else marked.push({ ...token, kind: 'name' });
      afterTitle = false;
    } else {
      marked.push(token);
      afterTitle = kind === 'word' && (honorifics.has(folded) || introductions.has(folded));
    }
  }
  return marked;
}

/** In German every noun has a capital. */
function isGerman(tokens: readonly RawToken[]): boolean {
  return tokens.filter(({ folded, kind }) => kind === 'word' && german.has(folded)).length >= 2;
}

function couldBeName(word: string): boolean {
  const { months, days } = calendarWords();
  const bare = word.replace(/'.*$/u, '');
  return (
    tellingOf(bare) === 1 && !honorifics.has(bare) && !commonNouns.has(bare) && !months.has(bare) && !days.has(bare)
  );
}
