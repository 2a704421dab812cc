// Words that say little about what a turn wants. Closed classes only (articles, pronouns, prepositions, auxiliaries, fillers,
// courtesies), in the languages that Earmark's labelled sets cover; other languages go by the length of their words.

const english = `a an the this that these those i you he she it we they me him her us them my your his its our their mine yours
am is are was were be been being do does did doing have has had having will would shall should can could may might must
to of in on at by for with from about as into onto over up out off and or but if so then than just also too very really
i'm you're it's we're they're i'll you'll we'll i've you've we've i'd you'd let's let that's there's there here
please thanks thank okay ok yes sure right well now oh hi hello hey sorry great perfect good all some any what which who
how when where get got go`;
const spanish = `el la los las un una unos unas lo al del de en a por para con sin sobre y o u e pero si que como mas muy ya
yo tu usted ustedes el ella nosotros ellos me te se le les nos mi su sus tus es son era soy esta estan estoy estar ser ha he han
hay puede puedo podria podemos quiere voy va vamos favor gracias vale bien claro perfecto hola buenas buenos senor senora
este ese esta eso esto cual cuales quien donde cuando`;
const hebrew = `של את על עם אל או אם כי זה זאת זו הוא היא אני אתה אנחנו הם הן לי לך לו לה לנו לכם שלי שלך שלו שלה שלנו
יש היה הייתה תהיה אפשר רק גם כן טוב בסדר בבקשה תודה שלום היי מה מי איך איפה מתי כמה עוד כבר פה שם אז`;

const functionWords: ReadonlySet<string> = new Set([english, spanish, hebrew].join(' ').split(/\s+/));

/** Words that turn a sentence round: two turns that differ in one of them are not about the same. */
export const negations: ReadonlySet<string> = new Set(
  `not no never without cannot can't don't doesn't didn't won't isn't aren't wasn't couldn't wouldn't haven't unable unavailable nunca no sin tampoco לא אין אינו אינה בלי`.split(
    ' ',
  ),
);

/** What anybody is asked with, whatever is asked for. */
const askingWords: ReadonlySet<string> = new Set(
  `tell give know like need want say confirm help let's provide share check look see find dar decir dime diga confirmar necesito necesita
indicar ayudar ver לתת לומר לאשר צריך צריכה רוצה יכול יכולה תוכל תוכלי`.split(/\s+/),
);

/** How much a word (as `tokensOf` gives it) says about what a turn wants, 0 to 1.2. */
export function weightOf(word: string): number {
  if (word === '#' || word === '@') return 0.3;
  if (negations.has(word)) return 1.2;
  if (functionWords.has(word)) return 0.2;
  if (askingWords.has(word)) return 0.45;
  // Japanese writes its grammar in hiragana and its matter in the other two.
  if (/^\p{Script=Hiragana}+$/u.test(word)) return 0.15;
  if (/\p{Script=Hiragana}/u.test(word)) return 0.35;
  return [...word].length <= 2 && !/[\p{Script=Han}\p{Script=Katakana}\p{Script=Thai}]/u.test(word) ? 0.4 : 1;
}
