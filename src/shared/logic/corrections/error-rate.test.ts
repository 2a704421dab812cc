import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignUnits } from './align-units.ts';
import { addErrors, countErrors, errorRate, noErrors, rateUnit } from './error-rate.ts';
import { splitUnits } from './units.ts';

const errorsOf = (sent: string, said: string) => {
  const { substitutions, deletions, insertions } = countErrors(sent, said);
  return substitutions + deletions + insertions;
};

describe('word error rate', () => {
  it('equals the worked example of Jurafsky and Martin, Speech and Language Processing: 10 errors of 13 words', () => {
    const said = 'i UM the PHONE IS i LEFT THE portable PHONE UPSTAIRS last night';
    const sent = 'i GOT IT TO the FULLEST i LOVE TO portable FORM OF STORES last night';
    // The book's alignment has 6 substitutions, 3 insertions and 1 deletion; others of the same cost exist.
    expect(errorsOf(sent, said)).toBe(6 + 3 + 1);
    const counts = countErrors(sent, said);
    expect(counts.said).toBe(13);
    expect((100 * (errorRate(counts) ?? 0)).toFixed(1)).toBe('76.9');
  });

  it('equals the worked example of the JRTk documentation (Carnegie Mellon): 1, 1 and 1 of 5', () => {
    const counts = countErrors('HEY are you IN today', 'HI HOW are you today');
    expect(counts).toMatchObject({ substitutions: 1, deletions: 1, insertions: 1, said: 5 });
    expect(errorRate(counts)).toBe(0.6);
  });

  it('does not count case, punctuation, width and kinds of apostrophes', () => {
    expect(errorsOf('Don’t, PLEASE! ＡＢＣ 123', "don't please abc 123")).toBe(0);
    expect(splitUnits('well-known soft\u00adhyphen, می\u200cخواهم').units).toEqual([
      'well',
      'known',
      'softhyphen',
      'میخواهم',
    ]);
    expect(errorsOf('Cafe', 'Café')).toBe(1);
  });

  it('counts characters where words have no spaces between them, and says so', () => {
    const counts = countErrors('我的卡丢了', '我的卡掉了吧');
    expect(counts).toMatchObject({ substitutions: 1, insertions: 0, deletions: 1, said: 6, characters: 6 });
    expect(rateUnit(counts)).toBe('character');
    expect(rateUnit(countErrors('a card', 'a card'))).toBe('word');
    expect(splitUnits('ไม่ได้').units).toHaveLength(4);
  });

  it('knows nothing of what nobody said, and can exceed 100 %', () => {
    expect(errorRate(countErrors('made up words', ''))).toBeNull();
    expect(errorRate(noErrors)).toBeNull();
    expect(errorRate(countErrors('one two three', 'four'))).toBe(3);
  });

  it('weighs turns by their words', () => {
    const sum = addErrors([countErrors('a', 'b'), countErrors('a b c d e f g h i', 'a b c d e f g h i')]);
    expect(errorRate(sum)).toBe(0.1);
    expect(sum.turns).toBe(2);
  });

  it('leaves turns out that are too long to be aligned, and says so', () => {
    const words = (prefix: string) => Array.from({ length: 5000 }, (_, i) => `${prefix}${i}`).join(' ');
    const counts = countErrors(words('a'), words('b'));
    expect(counts).toEqual({ ...noErrors, tooLong: 1 });
    expect(countErrors(words('a'), `${words('a')} more`)).toMatchObject({ deletions: 1, said: 5001, tooLong: 0 });
  });

  it('finds the fewest errors, as a plain table does', () => {
    const list = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 9 });
    const distance = (a: readonly string[], b: readonly string[]): number => {
      let above = Array.from({ length: b.length + 1 }, (_, i) => i);
      for (const unit of a) {
        const row = [(above[0] ?? 0) + 1];
        for (const [i, other] of b.entries()) {
          const kept = (above[i] ?? 0) + (unit === other ? 0 : 1);
          row.push(Math.min((row[i] ?? 0) + 1, (above[i + 1] ?? 0) + 1, kept));
        }
        above = row;
      }
      return above[b.length] ?? 0;
    };
    fc.assert(
      fc.property(list, list, (is, should) => {
        const steps = alignUnits(is, should) ?? [];
        expect(steps.filter(({ op }) => op !== 'same')).toHaveLength(distance(is, should));
        expect(steps.flatMap((step) => ('is' in step ? [is[step.is]] : []))).toEqual(is);
        expect(steps.flatMap((step) => ('should' in step ? [should[step.should]] : []))).toEqual(should);
        for (const step of steps) if (step.op === 'same') expect(is[step.is]).toBe(should[step.should]);
      }),
    );
  });
});
