import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseFamily, type FamilyMember } from './families.ts';
import { suggestName } from './family-name.ts';
import { featuresOf, featuresOfTemplate, MAX_FEATURES, wordingOf } from './features.ts';
import { callerFactor, LIKE, likeness } from './likeness.ts';
import { normalise, READ_CHARACTERS } from './normalise.ts';

const featuresFor = (text: string) => featuresOf(normalise(text));
const alike = (a: string, b: string) => likeness(featuresFor(a), featuresFor(b));
const template = (text: string, names: string[] = []) => wordingOf(text, names)?.template;

describe('wordingOf', () => {
  it.each([
    ['Hi Maria, your appointment is on Tuesday the 3rd of May at 10:30 am.', 'hi @ your appointment is on #date'],
    ['That is $45.20, or 80 euros.', 'that is #amount or #amount'],
    ['Is it a.b@example.com or four seven three oh one?', 'is it #email or #'],
    ['May I have the code AB12345, Mr. Smith?', 'may i have the code #id @'],
    ['I can’t see your PIN, one moment.', 'i can not see your pin one moment'],
    ['We open at 9 am.', 'we open at #time'],
    ['Ich möchte einen Termin am Montag.', 'ich mochte einen termin am #date'],
    ['התור שלך נקבע ליום שני, 5 במאי.', 'התור שלך נקבע #date'],
    ['שָׁלוֹם, מר כהן', 'שלום @'],
    ['田中様、ご予約は５月１２日の午後３時です。', '@ ご予約は #date の #time です'],
    ['Ваша запись 5 мая.', 'ваша запись #date'],
  ])('shows slots: %s', (text, expected) => {
    expect(template(text)).toBe(expected);
  });

  it('takes names that are known to occur, in scripts without capitals or spaces too', () => {
    expect(template('shalom נועה, מה שלומך', ['נועה לוי'])).toBe('shalom @ מה שלומך');
    expect(template('本日は山田太郎がお伺いします', ['山田太郎'])).toBe('本日は @ がお伺いします');
    expect(template('will you come, will?', ['Ana'])).toBe('will you come will');
  });

  it('is null where nothing is said', () => {
    for (const text of ['', '   ', '…', '😀 👍🏽', '\ud800', '\u200f\u202e']) expect(wordingOf(text)).toBeNull();
    expect(template('\u200fyes\ud800')).toBe('yes');
  });

  it('does not see numbers, names after a title, case, accents or direction marks', () => {
    const number = fc.integer({ min: 0, max: 999_999_999 });
    const name = fc.constantFrom('Ana', 'Walter', 'José', 'Müller');
    fc.assert(
      fc.property(number, number, name, name, (m, n, one, other) => {
        const say = (digits: number, who: string) => `Your order ${digits} is ready, Mr. ${who}, and costs $${digits}.`;
        expect(wordingOf(say(m, one))?.key).toBe(wordingOf(say(n, other))?.key);
      }),
    );
    expect(wordingOf('¿CUÁL es su cita?')?.key).toBe(wordingOf('\u200ecual es su cita')?.key);
  });

  it('gives back the features from the template, whatever the text', () => {
    const words = fc.constantFrom(
      'May',
      '5',
      'Monday',
      'of',
      'Ana',
      'ご予約',
      '月',
      'ב',
      'יום',
      'שני',
      '#',
      '@',
      '.',
      ',',
      'one',
      '$3',
      "can't",
      'pm',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.array(words).map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(text, (said) => {
        const wording = wordingOf(said);
        if (wording === null) return;
        expect(wording.key).toMatch(/^[0-9a-f]{16}$/);
        expect(wording.features.terms.length).toBeGreaterThan(0);
        expect(featuresOfTemplate(wording.template)).toEqual(wording.features);
      }),
    );
  });

  it('bounds what a long turn costs, and tells long turns apart', () => {
    const long = Array.from(
      { length: 3000 },
      (_, at) => `wort${String.fromCharCode(97 + (at % 26), 97 + (at % 23), 97 + (at % 19))}`,
    ).join(' ');
    expect(wordingOf(long)?.features.weights.size).toBeLessThanOrEqual(MAX_FEATURES);
    expect(long.length).toBeGreaterThan(READ_CHARACTERS);
    expect(wordingOf(long)?.key).not.toBe(wordingOf(`${long} and more`)?.key);
  });
});

describe('likeness', () => {
  it.each([
    ['What is your date of birth?', 'Could I get your birth date for verification?'],
    ['¿Le reservo una cita el lunes?', 'Para el viernes puedo reservarle una cita.'],
    ['לקבוע לך תור ליום שני?', 'קבעתי לך תור ליום שישי.'],
    ['お名前と生年月日を教えてください', '生年月日とお名前をお願いいたします'],
    ['วันเกิดของคุณคือวันไหน', 'ขอทราบวันเกิดของคุณ'],
    ['생년월일을 말씀해 주세요', '생년월일이 어떻게 되세요'],
  ])('sees the same matter: %s / %s', (a, b) => {
    expect(alike(a, b)).toBeGreaterThanOrEqual(LIKE);
  });

  it.each([
    ['Would you like to book your appointment?', 'Would you like to cancel your appointment?'],
    ['Can I have your date of birth, please?', 'Can I have your account number, please?'],
    ['¿Me puede dar su fecha de nacimiento?', '¿Me puede dar su número de cuenta?'],
    ['お電話番号を教えてください', 'ご住所を教えてください'],
    ['כתובת הבית שלך, בבקשה', 'תאריך הלידה שלך, בבקשה'],
  ])('tells matters apart that share words: %s / %s', (a, b) => {
    expect(alike(a, b)).toBeLessThan(LIKE);
  });

  it('is symmetric, 0 to 1, and 1 for the same turn', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(
          fc.constantFrom('book', 'cancel', 'not', 'your', 'appointment', '5', 'ご予約', 'キャンセル', 'תור', 'yes'),
        )
        .map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [x, y] = [featuresFor(a), featuresFor(b)];
        const score = likeness(x, y);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        expect(likeness(y, x)).toBeCloseTo(score, 9);
        expect(likeness(x, x)).toBeCloseTo(x.total === 0 ? 0 : 1, 6);
      }),
    );
  });

  it('lets the caller’s words lower it a little', () => {
    const [book, pay] = [featuresFor('I want to book'), featuresFor('Let me pay the bill')];
    expect(callerFactor(book, null)).toBe(1);
    expect(callerFactor(book, book)).toBeCloseTo(1, 9);
    expect(callerFactor(book, pay)).toBeGreaterThan(0.8);
    expect(callerFactor(book, pay)).toBeLessThan(1);
  });
});

describe('families', () => {
  const member = (family: string, text: string): FamilyMember => ({ family, features: featuresFor(text) });
  const members = [
    member('birth', 'What is your date of birth?'),
    member('account', 'What is your account number?'),
    member('birth', 'May I have your date of birth, please?'),
  ];

  it('takes a wording in where it belongs, whatever the order, and turns strangers away', () => {
    const wording = featuresFor('And the date of birth, Mr. Parker?');
    expect(chooseFamily(wording, members)).toBe('birth');
    expect(chooseFamily(wording, members.toReversed())).toBe('birth');
    expect(chooseFamily(featuresFor('The parcel is late.'), members)).toBeNull();
    expect(chooseFamily(wording, [])).toBeNull();
  });

  it.each([
    ['Can I have your date of birth, please?', 'Asks for date of birth'],
    ['Would you like to cancel your appointment on Monday?', 'Cancel your appointment'],
    ['Yes.', 'Yes'],
    ['生年月日を教えていただけますか', '生年月日'],
    ['12:30', '…'],
  ])('has a name for it: %s', (text, name) => {
    expect(suggestName(template(text) ?? '')).toBe(name);
  });
});
