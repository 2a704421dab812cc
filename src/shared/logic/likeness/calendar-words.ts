import { foldText } from '../fold-text.ts';

const locales = [
  'en',
  'es',
  'fr',
  'de',
  'it',
  'pt',
  'nl',
  'sv',
  'da',
  'nb',
  'fi',
  'pl',
  'cs',
  'ru',
  'uk',
  'ro',
  'tr',
  'he',
  'ar',
  'hi',
];
/** Names of months and days that are everyday words too: a date only beside a number. */
const everyday = new Set([
  'may',
  'march',
  'mars',
  'mai',
  'marzo',
  'august',
  'maj',
  'sat',
  'sun',
  'wed',
  'mar',
  'dom',
  'sab',
  'ה',
  'ו',
]);

let found: { readonly months: ReadonlySet<string>; readonly days: ReadonlySet<string> } | null = null;

/** Folded names of months and weekdays of a score of languages, from the runtime's own tables; read once, when first asked for. */
export function calendarWords(): { readonly months: ReadonlySet<string>; readonly days: ReadonlySet<string> } {
  if (found !== null) return found;
  const months = new Set<string>();
  const days = new Set<string>();
  for (const locale of locales) {
    // With the day beside it a month has the case that is said in a date: "5 мая", not "май".
    const forms: Intl.DateTimeFormatOptions[] = [
      { month: 'long' },
      { month: 'long', day: 'numeric' },
      { month: 'short' },
    ];
    for (const form of forms) {
      const format = new Intl.DateTimeFormat(`${locale}-u-ca-gregory`, { ...form, timeZone: 'UTC' });
      for (let month = 0; month < 12; month += 1) {
        const part = format.formatToParts(Date.UTC(2024, month, 14)).find(({ type }) => type === 'month');
        addName(months, part?.value ?? '');
      }
    }
    const format = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
    for (let day = 1; day <= 7; day += 1) {
      const part = format.formatToParts(Date.UTC(2024, 0, day)).find(({ type }) => type === 'weekday');
      addName(days, part?.value ?? '');
    }
  }
  found = { months, days };
  return found;
}

function addName(names: Set<string>, name: string): void {
  const folded = foldText(name).text.replace(/\.$/u, '').trim();
  if (/^[\p{L}\p{M}]{3,}$/u.test(folded)) names.add(folded);
}

/** Whether a name of a month or day is as often something else ("may I"). */
export function isEveryday(word: string): boolean {
  return everyday.has(word);
}

const units = `
zero oh one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty
forty fifty sixty seventy eighty ninety hundred thousand million double triple
first third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth
nineteenth twentieth thirtieth
cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve veinte veintiuno
veintidos veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve treinta cuarenta cincuenta sesenta setenta ochenta
noventa cien ciento doscientos trescientos cuatrocientos quinientos seiscientos mil millon
אפס אחת שתיים שניים שלוש שלושה ארבע ארבעה חמש חמישה שש שישה שבע שבעה שמונה תשע תשעה עשר עשרה עשרים שלושים ארבעים חמישים שישים שבעים שמונים תשעים
מאה מאתיים מאות אלף אלפיים אלפים
null zwei drei vier funf sechs sieben acht neun zehn elf zwolf zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig hundert tausend
deux trois quatre cinq sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante cinquante soixante cent mille
due tre quattro cinque sei sette otto nove dieci venti trenta quaranta cinquanta cento dois tres quatro cinco sete oito dez vinte trinta cem
`;
const numberWords = new Set(units.split(/\s+/u).filter((word) => word !== ''));
/** Numbers beside another number only: on their own they are pronouns, articles or something else. */
const softNumbers = new Set([
  'one',
  'oh',
  'first',
  'third',
  'uno',
  'once',
  'אחת',
  'sei',
  'null',
  'acht',
  'double',
  'triple',
  'sept',
  'due',
  'elf',
  'cent',
]);

/** 2 = a number in words, 1 = one only when it stands beside another number, 0 = no number. */
export function numberWord(word: string): 0 | 1 | 2 {
  return softNumbers.has(word) ? 1 : numberWords.has(word) ? 2 : 0;
}

/** Units of money, said or written. */
export const money: ReadonlySet<string> = new Set(
  'dollar dollars cent cents pound pounds pence euro euros peso pesos centimo centimos שקל שקלים שקלים אגורות אירו דולר דולרים ש"ח yen usd eur gbp ils nis franken francs reais'.split(
    ' ',
  ),
);
/** What makes a clock time of the number before it. */
export const clockWords: ReadonlySet<string> = new Set("am pm a.m p.m o'clock uhr heures horas".split(' '));
/** Small words inside of a date, a time or a number. */
export const connectors: ReadonlySet<string> = new Set('of the de del and y und et e the at ב בשעה'.split(' '));
