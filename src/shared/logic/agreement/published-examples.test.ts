import { describe, expect, it } from 'vitest';
import { Z95 } from '../stats/normal.ts';
import { krippendorffAlpha } from './alpha.ts';
import { cohenKappa, kappaOfTable, kappaTable, kappaWeights } from './kappa.ts';
import { percentAgreement } from './percent.ts';

// Each figure as its source prints it, to the printed digits.

/** Units in columns, as the papers print reliability data: one string per observer, `.` = not rated. */
function reliabilityData(...observers: string[]): (string | null)[][] {
  const rows = observers.map((row) => row.trim().split(/\s+/));
  return (rows[0] ?? []).map((_, unit) => rows.map((row) => (row[unit] === '.' ? null : (row[unit] ?? null))));
}

function numeric(ratings: (string | null)[][]): (number | null)[][] {
  return ratings.map((row) => row.map((value) => (value === null ? null : Number(value))));
}

function kappa(table: number[][], kind: 'none' | 'linear' | 'quadratic') {
  const found = kappaOfTable(table, kappaWeights(kind, table.length));
  if (found.why !== null) throw new Error(found.why);
  return found;
}

describe('Krippendorff, Computing Krippendorff’s Alpha-Reliability (2011)', () => {
  it('A: two observers, binary data: 0.095', () => {
    const meg = '0 1 0 0 0 0 0 0 1 0';
    const owen = '1 1 1 0 0 1 0 0 0 0';
    expect(krippendorffAlpha(reliabilityData(meg, owen), 'nominal').value).toBeCloseTo(0.095, 3);
  });

  it('B: two observers, nominal data: 0.692', () => {
    const ben = 'a a b b d c c c e d d a';
    const gerry = 'b a b b b c c c e d d d';
    expect(krippendorffAlpha(reliabilityData(ben, gerry), 'nominal').value).toBeCloseTo(0.692, 3);
  });

  const c = reliabilityData(
    '1 2 3 3 2 1 4 1 2 . . .',
    '1 2 3 3 2 2 4 1 2 5 . 3',
    '. 3 3 3 2 3 4 2 2 5 1 .',
    '1 2 3 3 2 4 4 1 2 5 1 .',
  );
  it.each([
    ['nominal', 0.743],
    ['ordinal', 0.815],
    ['interval', 0.849],
    ['ratio', 0.797],
  ] as const)('C, D: four observers, twelve units, missing data, %s: %f', (metric, printed) => {
    expect(krippendorffAlpha(numeric(c), metric).value).toBeCloseTo(printed, 3);
  });
});

describe('Krippendorff’s alpha elsewhere', () => {
  // Wikipedia, "Krippendorff's alpha", a computational example; six digits from the tests of the package `krippendorff` (PyPI).
  const three = reliabilityData(
    '. . . . . 3 4 1 2 1 1 3 3 . 3',
    '1 . 2 1 3 3 4 3 . . . . . . .',
    '. . 2 1 3 4 4 . 2 1 1 3 3 . 4',
  );
  it('three coders, fifteen units: nominal 0.691358, interval 0.810845', () => {
    expect(krippendorffAlpha(numeric(three), 'nominal').value).toBeCloseTo(0.691358, 6);
    expect(krippendorffAlpha(numeric(three), 'interval').value).toBeCloseTo(0.810845, 6);
  });

  // Hayes & Krippendorff, "Answering the call for a standard reliability measure for coding data" (2007), table 1.
  it('tone of 40 articles, five observers, some missing: ordinal 0.7598, nominal 0.477', () => {
    const articles = reliabilityData(
      '1 1 2 . 0 0 1 1 2 2 . 0 1 3 1 1 2 1 1 0 0 0 2 0 1 0 0 1 1 1 1 2 2 3 2 2 2 2 2 1',
      '1 1 3 0 0 0 0 . 2 1 1 0 2 3 1 1 1 2 1 0 0 0 3 0 2 1 0 2 1 1 1 1 2 2 2 2 2 2 2 1',
      '2 0 3 0 0 0 2 2 2 1 0 0 2 2 1 1 2 3 0 0 1 . 3 0 . 1 0 1 2 2 0 2 . 2 2 3 2 . 2 1',
      '. 1 3 . . . . 0 . 1 0 0 2 2 . . . 3 1 . 1 0 3 0 2 1 1 2 2 . . 1 2 2 . . . 1 2 .',
      '2 . . 0 0 0 1 . 2 . . . . 3 1 1 2 . . 0 . 0 . . 2 . 0 . . 2 0 . 2 . 2 2 2 2 . 1',
    );
    expect(articles).toHaveLength(40);
    expect(krippendorffAlpha(numeric(articles), 'ordinal').value).toBeCloseTo(0.7598, 4);
    expect(krippendorffAlpha(numeric(articles), 'nominal').value).toBeCloseTo(0.477, 3);
  });

  it('names with one missing, `krippendorff` (PyPI), test_string_labels_nominal: 0.722222', () => {
    const data = reliabilityData('pos neg neu .', 'pos neg neu pos', 'pos neg pos pos');
    expect(krippendorffAlpha(data, 'nominal').value).toBeCloseTo(0.722222, 6);
  });
});

describe('Cohen’s kappa', () => {
  // Cohen (1968), table 1: two judges, 200 cases, proportions; figures as the paper prints them (also in R psych, `cohen.kappa`).
  const cohen = [
    [88, 14, 18],
    [10, 40, 10],
    [2, 6, 12],
  ];
  it('Cohen 1960 and 1968: 0.492 and, with his weights of disagreement, 0.348', () => {
    expect(kappa(cohen, 'none').value).toBeCloseTo(0.492, 3);
    const disagreement = [
      [0, 1, 3],
      [1, 0, 6],
      [3, 6, 0],
    ];
    const weights = disagreement.map((row) => row.map((v) => 1 - v / 6));
    expect(kappaOfTable(cohen, weights).value).toBeCloseTo(0.348, 3);
  });

  it('Fleiss, Cohen & Everitt 1969, the proportions also in Bortz et al. 1990 (R DescTools): 0.429', () => {
    const diagnoses = [
      [106, 10, 4],
      [22, 28, 10],
      [2, 12, 6],
    ];
    expect(kappa(diagnoses, 'none').value).toBeCloseTo(0.429, 3);
  });

  // SAS FREQ, printed in the tests of statsmodels (`test_inter_rater.py`); weighted = linear (Cicchetti-Allison).
  it.each([
    ['none', 0.4842, 0.138, 0.2137, 0.7547],
    ['linear', 0.4701, 0.1457, 0.1845, 0.7558],
  ] as const)('SAS FREQ, 19 units, weights %s: %f, ASE %f, limits %f to %f', (kind, value, se, low, high) => {
    const found = kappa(
      [
        [0, 4, 1],
        [0, 8, 0],
        [0, 1, 5],
      ],
      kind,
    );
    expect(found.value).toBeCloseTo(value, 4);
    expect(found.se).toBeCloseTo(se, 4);
    expect(found.value - Z95 * found.se).toBeCloseTo(low, 4);
    expect(found.value + Z95 * found.se).toBeCloseTo(high, 4);
  });

  // Uebersax, "Calculating kappa with SAS"; the first rater never used the first category.
  it.each([
    ['none', 0.3333, 0.0814, 0.1738, 0.4929],
    ['linear', 0.2895, 0.0756, 0.1414, 0.4376],
  ] as const)('Uebersax’s SAS example, 72 units, weights %s: %f, ASE %f', (kind, value, se, low, high) => {
    const found = kappa(
      [
        [0, 0, 0],
        [5, 16, 3],
        [8, 12, 28],
      ],
      kind,
    );
    expect(found.value).toBeCloseTo(value, 4);
    expect(found.se).toBeCloseTo(se, 4);
    expect(found.value - Z95 * found.se).toBeCloseTo(low, 4);
    expect(found.value + Z95 * found.se).toBeCloseTo(high, 4);
  });

  // R irr, `anxiety`, raters 2 and 3, levels 1 2 3 4 6 without the empty fifth, as irr drops it.
  const second = [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4];
  const third = [2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2];
  const anxiety = second.map((value, i) => [value, third[i] ?? null]);
  it.each([
    ['none', -0.006289308],
    ['linear', 0.1459075],
    ['quadratic', 0.2520325],
  ] as const)('R irr, kappa2(anxiety[, 2:3]), weights %s: %f', (kind, printed) => {
    expect(cohenKappa(anxiety, [1, 2, 3, 4, 6], kind).value).toBeCloseTo(printed, 7);
  });

  // scikit-learn, test_cohen_kappa; the first after Artstein & Poesio (2008).
  it('Artstein & Poesio 2008, table 1: 0.348', () => {
    expect(
      kappa(
        [
          [20, 20],
          [10, 50],
        ],
        'none',
      ).value,
    ).toBeCloseTo(0.348, 3);
  });
  it.each([
    ['none', 0.9315],
    ['linear', 0.9412],
    ['quadratic', 0.9541],
  ] as const)('scikit-learn, 100 units, weights %s: %f', (kind, printed) => {
    expect(
      kappa(
        [
          [46, 0, 0],
          [4, 40, 0],
          [0, 0, 10],
        ],
        kind,
      ).value,
    ).toBeCloseTo(printed, 4);
  });

  it('counts the pairs of two raters into the table of scikit-learn', () => {
    const first = [...Array(46).fill('a'), ...Array(44).fill('b'), ...Array(10).fill('c')] as string[];
    const other = [...Array(50).fill('a'), ...Array(40).fill('b'), ...Array(10).fill('c')] as string[];
    const ratings = first.map((value, i) => [value, other[i] ?? null]);
    expect(kappaTable(ratings, ['a', 'b', 'c'])).toEqual([
      [46, 0, 0],
      [4, 40, 0],
      [0, 0, 10],
    ]);
  });
});

// With the same number of raters for each unit Fleiss' kappa is alpha without its allowance for few values: with n values in all
// alpha = kappa + (1 - kappa) / n (Krippendorff, Content Analysis, 2004, ch. 11). So what was printed of the one holds the other.
function fleissFromAlpha(ratings: (number | null)[][]): number {
  const n = ratings.flat().length;
  const alpha = krippendorffAlpha(ratings, 'nominal').value ?? Number.NaN;
  return (alpha - 1 / n) / (1 - 1 / n);
}

describe('Fleiss’ kappa, through alpha', () => {
  // Fleiss (1971): 30 patients, 6 psychiatrists, 5 diagnoses; the data as R irr (`diagnoses`) and statsmodels carry them.
  const diagnoses =
    `444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 144444 224445
    333335 111455 111112 224444 133555 555555 244444 224555 114444 144445 222224 111155 224444 133333 555555`
      .trim()
      .split(/\s+/)
      .map((unit) => unit.split('').map(Number));
  it('Fleiss 1971: 0.430 (R irr: 0.4302445)', () => {
    expect(fleissFromAlpha(diagnoses)).toBeCloseTo(0.4302445, 7);
  });

  // Wikipedia, "Fleiss' kappa": 14 raters, 10 subjects; how many chose each of five categories.
  const subjects = [
    [0, 0, 0, 0, 14],
    [0, 2, 6, 4, 2],
    [0, 0, 3, 5, 6],
    [0, 3, 9, 2, 0],
    [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0],
    [3, 2, 6, 3, 0],
    [2, 5, 3, 2, 2],
    [6, 5, 2, 1, 0],
    [0, 2, 2, 3, 7],
  ].map((row) => row.flatMap((count, category) => Array<number>(count).fill(category)));
  it('Wikipedia: kappa 0.210, observed agreement 0.378', () => {
    expect(fleissFromAlpha(subjects)).toBeCloseTo(0.21, 3);
    expect(percentAgreement(subjects).value).toBeCloseTo(0.378, 3);
  });
});
