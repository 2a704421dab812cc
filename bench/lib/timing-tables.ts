import { show, type Table } from './table.ts';
import { describeErrors, type Score, showVerdicts } from './timing-score.ts';

export type Groups = readonly (readonly [string, Score])[];

/** The errors in short, for the results' JSON. */
export function summaryOf(score: Score) {
  return {
    gap: describeErrors(score.gapErrors),
    sureGap: describeErrors(score.sureGapErrors),
    onset: describeErrors(score.onsetErrors),
    end: describeErrors(score.endErrors),
    clock: describeErrors(score.clockErrors),
    measuredShare: score.eligible === 0 ? null : score.gapErrors.length / score.eligible,
  };
}

const percent = (part: number, whole: number): string => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`);

function errorCells(errors: readonly number[]): string[] {
  const found = describeErrors(errors);
  if (found === null) return ['-', '-', '-'];
  return [show(found.median), show(found.p95), show(found.bias)];
}

/** How many answers were measured, and how far off; `sure` = with high confidence only. */
export function gapTable(groups: Groups): Table {
  return {
    title: 'Gaps before agent turns that answer the caller (error, ms)',
    head: ['', 'calls', 'answers', 'measured', 'median', 'p95', 'bias', 'sure', 'median', 'p95', 'bias', 'false gaps'],
    rows: groups.map(([name, score]) => [
      name,
      String(score.calls),
      String(score.eligible),
      percent(score.gapErrors.length, score.eligible),
      ...errorCells(score.gapErrors),
      percent(score.sureGapErrors.length, score.eligible),
      ...errorCells(score.sureGapErrors),
      String(score.falseGaps),
    ]),
  };
}

/** How far off turns' onsets and ends, and the clock, are. */
export function placeTable(groups: Groups): Table {
  return {
    title: 'Turns and clock (error, ms)',
    head: [
      '',
      'turns',
      'onset heard',
      'median',
      'p95',
      'bias',
      'end heard',
      'median',
      'p95',
      'bias',
      'clocks',
      'median',
      'p95',
    ],
    rows: groups.map(([name, score]) => [
      name,
      String(score.turns),
      percent(score.onsetErrors.length, score.turns),
      ...errorCells(score.onsetErrors),
      percent(score.endErrors.length, score.turns),
      ...errorCells(score.endErrors),
      `${score.clocks} of ${score.calls}`,
      ...errorCells(score.clockErrors).slice(0, 2),
    ]),
  };
}

/** What was told right and wrong. */
export function judgementTable(groups: Groups): Table {
  return {
    title: 'Judgements (precision / recall)',
    head: [
      '',
      'channels right',
      'wrong',
      'unknown',
      'barge-ins',
      'misreported turns',
      'share heard of cut text, median error',
    ],
    rows: groups.map(([name, score]) => [
      name,
      String(score.roles.right),
      String(score.roles.wrong),
      String(score.roles.unknown),
      showVerdicts(score.bargeIns),
      showVerdicts(score.misreported),
      score.heardErrors.length === 0 ? '-' : show(describeErrors(score.heardErrors)?.median ?? Number.NaN),
    ]),
  };
}
