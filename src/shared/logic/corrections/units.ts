/** What error rates count: the words of a text, or the characters of scripts that put no space between words. */
export interface Units {
  /** As they are compared: NFKC, lower case, without punctuation and symbols. */
  readonly units: readonly string[];
  /** How many of them are single characters of a script without spaces. */
  readonly characters: number;
}

// Joiners and soft hyphens stand within words. An apostrophe between letters belongs to its word.
const unit =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]\p{M}*|(?:[[\p{L}\p{N}\p{M}]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]]|[\u00ad\u200c\u200d]|(?<=[\p{L}\p{M}])['’](?=\p{L}))+/gv;
const unspaced =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/**
 * Splits a text for an error rate. A word is a run of letters and digits (an apostrophe within it counts); Han, Kana, Thai,
 * Lao, Khmer and Burmese give one unit for each character with its marks, so that there the rate is that of characters.
 */
export function splitUnits(text: string): Units {
  const units: string[] = [];
  let characters = 0;
  for (const [found] of text.matchAll(unit)) {
    const normal = found
      .normalize('NFKC')
      .toLowerCase()
      .replace(/’/gu, "'")
      .replace(/[\u00ad\u200c\u200d]/gu, '');
    if (normal === '') continue;
    units.push(normal);
    if (unspaced.test(found)) characters += 1;
  }
  return { units, characters };
}
