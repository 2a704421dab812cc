/** A text as it is compared, and where each of its UTF-16 units comes from. */
export interface FoldedText {
  readonly text: string;
  /** Place in the original of the character behind each unit; one more entry, the original's length, at the end. */
  readonly starts: Int32Array;
}

// Marks that a reader leaves out when typing: accents (script "Inherited"), niqqud and cantillation, Arabic and Syriac
// vowels. The vowel signs of Indic scripts and Thai are letters to their readers and stay.
const strippedMark = /^(?=\p{Mn})[\p{Script=Inherited}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}]$/u;
// The voiced-sound marks of kana make other letters.
const kanaMark = /^[\u3099\u309a]$/u;
// Nothing to see: joiners, direction marks, soft hyphen, variation selectors; and skin tones of emoji.
const unseen = /^[\p{Default_Ignorable_Code_Point}\p{Emoji_Modifier}\u202a-\u202e]$/u;
const white = /^\s$/u;

/** Signs that are typed in more than one way. */
const sameSign = new Map([
  ...[...'\u2018\u2019\u201b\u05f3\u02bc'].map((sign) => [sign, "'"] as const),
  ...[...'\u201c\u201d\u201e\u05f4'].map((sign) => [sign, '"'] as const),
  ...[...'\u2010\u2011\u2012\u2013\u2014\u2212\u05be'].map((sign) => [sign, '-'] as const),
]);

const known = new Map<string, string>();

/** One character as it is compared: decomposed (NFKD), without case and marks. Empty for what does not count. */
function foldCharacter(character: string): string {
  const found = known.get(character);
  if (found !== undefined) return found;
  let folded = '';
  // Lower, upper, lower: ẞ is ß only in lower case, and ß is ss only in upper case.
  const caseless = character.normalize('NFKD').toLowerCase().toUpperCase().toLowerCase();
  for (const part of caseless.normalize('NFKD')) {
    if (unseen.test(part) || (strippedMark.test(part) && !kanaMark.test(part))) continue;
    folded += white.test(part) ? ' ' : (sameSign.get(part) ?? part);
  }
  // A transcript in Chinese has some thousand; more than this is noise that need not be remembered.
  if (known.size < 20_000) known.set(character, folded);
  return folded;
}

/**
 * Folds a text for comparing: case, accents, niqqud, compatibility forms, kinds of quotes and dashes, and the length of
 * a stretch of white space do not count. Every string is accepted, lone surrogates too.
 */
export function foldText(original: string): FoldedText {
  const parts: string[] = [];
  let starts = new Int32Array(original.length + 1);
  let length = 0;
  let afterWhite = false;
  for (let at = 0; at < original.length; ) {
    const code = original.codePointAt(at) ?? 0;
    const size = code > 0xffff ? 2 : 1;
    const folded = foldCode(code);
    const isWhite = folded === ' ';
    if (folded !== '' && !(isWhite && afterWhite)) {
      parts.push(folded);
      if (length + folded.length >= starts.length) {
        const longer = new Int32Array(starts.length * 2 + folded.length);
        longer.set(starts);
        starts = longer;
      }
      starts.fill(at, length, length + folded.length);
      length += folded.length;
      afterWhite = isWhite;
    }
    at += size;
  }
  starts[length] = original.length;
  return { text: parts.join(''), starts: starts.slice(0, length + 1) };
}

const ascii = Array.from({ length: 128 }, (_, code) => foldCharacter(String.fromCharCode(code)));

function foldCode(code: number): string {
  return ascii[code] ?? foldCharacter(String.fromCodePoint(code));
}
