import type { CallFilter } from '#shared/model/list.ts';
import {
  type AssignOptions,
  assignOptionsSchema,
  type SampleRequest,
  type SampleRule,
  sampleRequestSchema,
} from '#shared/model/review/queue.ts';

/** The sample dialog's fields as they stand; numbers as typed. */
export interface SampleForm {
  onlyFiltered: boolean;
  slow: boolean;
  slowFigure: 'worst' | 'p95';
  slowMs: string;
  findings: boolean;
  findingsLeast: 'warning' | 'error';
  shorter: boolean;
  shorterS: string;
  longer: boolean;
  longerS: string;
  toolErrors: boolean;
  bargeIns: boolean;
  rulesMatch: 'all' | 'any';
  reviewedBy: 'anyone' | 'assignees';
  assigned: boolean;
  skipped: boolean;
  withoutRecording: boolean;
  size: string;
  sizeIn: 'calls' | 'percent';
  strata: 'none' | 'version' | 'status' | 'day';
  share: 'proportional' | 'equal';
  seed: string;
  reviewers: readonly string[];
  /** `2026-11-25` or empty. */
  due: string;
  repeatsPercent: string;
  repeatsAfterDays: string;
}

/** How the dialog begins: ten calls for oneself, at random, by version. */
export function newSampleForm(me: string, slowMs: number, seed: number): SampleForm {
  return {
    onlyFiltered: true,
    slow: false,
    slowFigure: 'worst',
    slowMs: String(slowMs),
    findings: false,
    findingsLeast: 'warning',
    shorter: false,
    shorterS: '20',
    longer: false,
    longerS: '600',
    toolErrors: false,
    bargeIns: false,
    rulesMatch: 'all',
    reviewedBy: 'anyone',
    assigned: true,
    skipped: true,
    withoutRecording: true,
    size: '10',
    sizeIn: 'calls',
    strata: 'version',
    share: 'proportional',
    seed: String(seed),
    reviewers: [me],
    due: '',
    repeatsPercent: '0',
    repeatsAfterDays: '14',
  };
}

/** What a form asks for, or which field keeps it from being asked, in a sentence. */
export type ReadSample =
  | { request: SampleRequest; options: AssignOptions; error: null }
  | { request: null; options: null; error: string };

/** The request of a form. @param filter the list's filter, which counts where the form says so */
export function readSampleForm(form: SampleForm, filter: CallFilter): ReadSample {
  const refuse = (error: string): ReadSample => ({ request: null, options: null, error });
  const size = numberIn(form.size);
  if (size === null || size <= 0) return refuse('Say how many calls to draw.');
  if (form.sizeIn === 'percent' && size > 100) return refuse('A sample cannot be more than 100 %.');
  if (form.sizeIn === 'calls' && (size > 10_000 || !Number.isInteger(size))) {
    return refuse('A sample has 1 to 10 000 calls.');
  }
  const seed = numberIn(form.seed);
  if (seed === null || !Number.isInteger(seed) || seed > 4_294_967_295) return refuse('A seed is a whole number.');
  if (form.reviewers.length === 0) return refuse('Choose who reviews.');
  const rules = rulesOf(form);
  if (rules === null) return refuse('A limit of a rule is not a number.');
  const percent = numberIn(form.repeatsPercent);
  const afterDays = numberIn(form.repeatsAfterDays);
  if (percent === null || percent > 50) return refuse('Hidden repeats are 0 to 50 % of a sample.');
  if (afterDays === null || afterDays < 1 || !Number.isInteger(afterDays)) {
    return refuse('Hidden repeats come after 1 day or more.');
  }
  const request = sampleRequestSchema.safeParse({
    filter: form.onlyFiltered ? filter : {},
    rules,
    rulesMatch: form.rulesMatch,
    leaveOut: {
      reviewedBy: form.reviewedBy,
      assigned: form.assigned,
      skipped: form.skipped,
      withoutRecording: form.withoutRecording,
    },
    size: form.sizeIn === 'calls' ? { in: 'calls', calls: size } : { in: 'percent', percent: size },
    strata: form.strata === 'none' ? null : { by: form.strata, share: form.share },
    seed,
    reviewers: [...form.reviewers],
  });
  const options = assignOptionsSchema.safeParse({ dueMs: endOfDay(form.due), repeats: { percent, afterDays } });
  if (!request.success || !options.success) return refuse('Something in this form cannot be read.');
  return { request: request.data, options: options.data, error: null };
}

function rulesOf(form: SampleForm): SampleRule[] | null {
  const rules: SampleRule[] = [];
  const slowMs = numberIn(form.slowMs);
  const shorterS = numberIn(form.shorterS);
  const longerS = numberIn(form.longerS);
  if (form.slow) {
    if (slowMs === null) return null;
    rules.push({ rule: 'slow', figure: form.slowFigure, aboveMs: Math.round(slowMs) });
  }
  if (form.findings) rules.push({ rule: 'findings', least: form.findingsLeast });
  if (form.shorter) {
    if (shorterS === null) return null;
    rules.push({ rule: 'shorter', thanMs: Math.round(shorterS * 1000) });
  }
  if (form.longer) {
    if (longerS === null) return null;
    rules.push({ rule: 'longer', thanMs: Math.round(longerS * 1000) });
  }
  if (form.toolErrors) rules.push({ rule: 'tool-errors' });
  if (form.bargeIns) rules.push({ rule: 'barge-ins' });
  return rules;
}

/** A number that is not negative; null for anything else. A comma is a decimal point. */
function numberIn(text: string): number | null {
  const trimmed = text.trim().replace(',', '.');
  if (!/^\d+(\.\d+)?$/.test(trimmed)) return null;
  return Number(trimmed);
}

/** The last moment of a local day; null for none. What is due on a day may be done on it. */
export function endOfDay(day: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (match === null) return null;
  return new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3]) + 1).getTime() - 1;
}
