import type { Lang } from './types.ts';

const ENGLISH: [RegExp, string][] = [
  [/\bDr\./g, 'Doctor'],
  [/\bMs\./g, 'Miz'],
  [/\bSwiftparcel\b/g, 'Swift parcel'],
  [/\bMm-hm\b/gi, 'mmhm'],
  [/\bkWh\b/g, 'kilowatt hours'],
  [/\bID\b/g, 'I D'],
  [/[“”"]/g, ''],
  [/ [–—] /g, ', '],
];

/** What the synthesiser reads for a written line: codes digit by digit, Hebrew transliterations as phonemes. */
export function toSpoken(text: string, lang: Lang): string {
  if (lang === 'he') return toHebrewPhonemes(text);
  let out = text.replace(
    /\b([A-Z]{2,3})-(\d+)\b/g,
    (_, letters: string, digits: string) => `${letters.split('').join(' ')} ${digits}`,
  );
  out = out.replace(/(?<![\d$€.,:])\d{4,}(?![\d:])/g, (digits) => digits.split('').join(' '));
  if (lang === 'en') for (const [pattern, instead] of ENGLISH) out = out.replace(pattern, instead);
  return out;
}

const HEBREW: [RegExp, string][] = [
  [/sh/g, 'S'],
  [/kh/g, 'X'],
  [/tz/g, 'ts?'],
  [/ch/g, 'tS?'],
  [/r/g, 'Q"'],
  [/y/g, 'j'],
];

/** A transliteration with capitals on vowels stressed before the last syllable -> espeak-ng's Hebrew phonemes. */
function toHebrewPhonemes(text: string): string {
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => {
      const bare = word.replace(/[-.,?!:;]/g, '');
      const pause = /[.?!:]$/.test(word) ? ' _:_: ' : /[,;]$/.test(word) ? ' _: ' : ' ';
      const vowels = [...bare.matchAll(/[aeiouAEIOU]/g)];
      const stressed = vowels.find((match) => /[AEIOU]/.test(match[0])) ?? vowels.at(-1);
      const at = stressed?.index ?? 0;
      let phonemes = `${bare.slice(0, at).toLowerCase()}^${bare.slice(at).toLowerCase()}`;
      for (const [pattern, instead] of HEBREW) phonemes = phonemes.replace(pattern, instead);
      return phonemes.replace('^', "'") + pause;
    })
    .join('')
    .trim();
}
