import { Random } from '../scripts/make-demo/random.ts';
import { chooseFamily, type FamilyMember } from '../src/shared/logic/likeness/families.ts';
import { type Features, wordingOf } from '../src/shared/logic/likeness/features.ts';
import { LIKE, likeness, SAME_FAMILY } from '../src/shared/logic/likeness/likeness.ts';
import { type Half, labelledFamilies, labelledPairs, plainWords } from './corpora/likeness/sets.ts';
import type { BenchContext, Benchmark, Report } from './lib/results.ts';
import { adjustedRand, pairCounts, scoresOf } from './lib/score-families.ts';
import { show } from './lib/table.ts';

export const likenessBench: Benchmark = {
  name: 'likeness',
  about: 'turns like this and families, against labelled sets in four languages',
  run: async (context) => run(context),
};

type Judge = (a: string, b: string) => boolean;

const features = new Map<string, Features>();
function featuresOf(text: string): Features {
  const found = features.get(text) ?? wordingOf(text)?.features;
  if (found === undefined) throw new Error(`A labelled turn has no words: ${text}`);
  features.set(text, found);
  return found;
}

const exact: Judge = (a, b) => normal(a) === normal(b);
const normal = (text: string): string => (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');

function jaccard(a: string, b: string): number {
  const left = plainWords(a);
  const right = plainWords(b);
  return left.intersection(right).size / left.union(right).size;
}

const sameKey: Judge = (a, b) => wordingOf(a)?.key === wordingOf(b)?.key;
const ours: Judge = (a, b) => likeness(featuresOf(a), featuresOf(b)) >= LIKE;
const candidate: Judge = (a, b) => {
  const terms = new Set(featuresOf(b).terms);
  return featuresOf(a).terms.some((term) => terms.has(term));
};

const halves: readonly Half[] = ['tuning', 'held out'];
const languages = [...new Set(labelledFamilies.map(({ language }) => language))];

function run({ quick, log }: BenchContext): Report {
  const pairs = labelledPairs();
  const jaccardMark = bestMark(pairs.filter(({ half }) => half === 'tuning'));
  const judges: Record<string, Judge> = {
    ours,
    'shares an indexed word': candidate,
    'same wording (key)': sameKey,
    [`words in common >= ${jaccardMark.toFixed(2)}`]: (a, b) => jaccard(a, b) >= jaccardMark,
    'same text': exact,
  };
  log(`${pairs.length} pairs`);
  const found = halves.flatMap((half) =>
    ['all', ...languages].flatMap((language) => {
      const chosen = pairs.filter((pair) => pair.half === half && (language === 'all' || pair.language === language));
      const wanted = chosen.filter(({ like }) => like).length;
      return Object.entries(judges).map(([judge, decide]) => {
        const hits = chosen.filter(({ a, b }) => decide(a, b));
        const counts = { right: hits.filter(({ like }) => like).length, found: hits.length, wanted };
        return { half, language, judge, positives: wanted, negatives: chosen.length - wanted, ...scoresOf(counts) };
      });
    }),
  );
  const orders = quick ? 2 : 20;
  const groups = halves.flatMap((half) =>
    languages.flatMap((language) => {
      const families = labelledFamilies.filter((family) => family.half === half && family.language === language);
      const turns = families.flatMap(({ name, wordings }) => wordings.map((text) => ({ name, text })));
      return Object.entries(builders(jaccardMark)).map(([builder, build]) => {
        const runs = Array.from({ length: builder === 'ours' ? orders : 1 }, (_, round) => {
          const shuffled = shuffle(turns, new Random(`families ${round}`));
          const truth = shuffled.map(({ name }) => name);
          const labels = build(shuffled.map(({ text }) => text));
          return {
            ...scoresOf(pairCounts(truth, labels)),
            ari: adjustedRand(truth, labels),
            count: new Set(labels).size,
          };
        });
        const mean = (pick: (one: (typeof runs)[number]) => number): number =>
          runs.reduce((sum, one) => sum + pick(one), 0) / runs.length;
        return {
          half,
          language,
          builder,
          families: families.length,
          found: mean(({ count }) => count),
          precision: mean(({ precision }) => precision),
          recall: mean(({ recall }) => recall),
          ari: mean(({ ari }) => ari),
        };
      });
    }),
  );
  return {
    tables: [
      {
        title: `Turns like this, from ${LIKE} on; not like = other families with words in common`,
        head: ['half, language', 'rule', 'like', 'not like', 'precision', 'recall', 'F1'],
        rows: found.map(({ half, language, judge, positives, negatives, precision, recall, f1 }) => [
          `${half}, ${language}`,
          judge,
          String(positives),
          String(negatives),
          show3(precision),
          show3(recall),
          show3(f1),
        ]),
      },
      {
        title: `Families, from ${SAME_FAMILY} on; mean of ${orders} orders in which the turns come`,
        head: ['half, language', 'rule', 'families', 'found', 'pair precision', 'pair recall', 'adjusted Rand'],
        rows: groups.map(({ half, language, builder, families, found: count, precision, recall, ari }) => [
          `${half}, ${language}`,
          builder,
          String(families),
          show(count),
          show3(precision),
          show3(recall),
          show3(ari),
        ]),
      },
    ],
    figures: { like: LIKE, sameFamily: SAME_FAMILY, jaccardMark, pairs: found, families: groups },
    notes: [
      'rules, weights and marks were set on the tuning half; the sentences of both were written by the same hand as the rules',
      'the mark of "words in common" is the best one on the tuning half',
    ],
  };
}

const show3 = (value: number): string => (Number.isNaN(value) ? '-' : value.toFixed(3));

function bestMark(pairs: readonly { a: string; b: string; like: boolean }[]): number {
  const judged = pairs.map(({ a, b, like }) => ({ like, score: jaccard(a, b) }));
  const wanted = judged.filter(({ like }) => like).length;
  const f1At = (mark: number): number => {
    const hits = judged.filter(({ score }) => score >= mark);
    return scoresOf({ right: hits.filter(({ like }) => like).length, found: hits.length, wanted }).f1;
  };
  const marks = Array.from({ length: 18 }, (_, i) => 0.05 * (i + 1));
  return marks.reduce((best, mark) => (f1At(mark) > f1At(best) ? mark : best));
}

/** Ways to group turns that come one after the other; each answer is a label for each turn. */
function builders(jaccardMark: number): Record<string, (texts: readonly string[]) => string[]> {
  return {
    ours: (texts) => {
      const members: FamilyMember[] = [];
      for (const [at, text] of texts.entries()) {
        const mine = featuresOf(text);
        members.push({ family: chooseFamily(mine, members) ?? `family ${at}`, features: mine });
      }
      return members.map(({ family }) => family);
    },
    'words in common': (texts) => {
      const labels: string[] = [];
      for (const [at, text] of texts.entries()) {
        let best = { label: `family ${at}`, score: jaccardMark };
        for (const [before, label] of labels.entries()) {
          const score = jaccard(text, texts[before] ?? '');
          if (score > best.score) best = { label, score };
        }
        labels.push(best.label);
      }
      return labels;
    },
    'same text': (texts) => texts.map(normal),
  };
}

function shuffle<T>(items: readonly T[], random: Random): T[] {
  return items
    .map((item) => ({ item, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
