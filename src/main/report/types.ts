import type { CallDetail } from '#shared/model/detail.ts';
import type { Finding } from '#shared/model/finding.ts';
import type { Severity } from '#shared/model/review/items.ts';
import type { CallTiming } from '#shared/model/timing.ts';

/** Where something stands in the call, in words, and what was said there. */
export interface ReportPlace {
  where: string;
  quote: string | null;
}

export interface ReportNote extends ReportPlace {
  number: number;
  text: string;
  tags: string[];
  severity: Severity | null;
  author: string;
  updatedMs: number;
  resolved: boolean;
  /** Position in the transcript, and place on the recording's clock, ms; null where it has none. */
  turn: number | null;
  startMs: number | null;
  endMs: number | null;
  /** Authors disagree on it. */
  contested: boolean;
}

/** A piece of text that was kept, taken out or put in. */
export interface DiffPiece {
  kind: 'same' | 'removed' | 'added';
  text: string;
}

export interface ReportCorrection {
  turn: number;
  pieces: DiffPiece[];
  /** Who really spoke; null = as transcribed. */
  role: string | null;
  author: string;
}

export interface ReportAnswer {
  label: string;
  answer: string;
  /** Why it does not count, or "critical fail"; null where it simply counts. */
  why: string | null;
  comment: string;
  evidence: ReportPlace[];
}

export interface ReportReview {
  reviewer: string;
  card: string;
  state: string;
  /** "82 %"; null with `noTotal` saying why. */
  total: string | null;
  noTotal: string | null;
  passed: boolean | null;
  note: string;
  coaching: string;
  submittedMs: number | null;
  sections: { label: string; total: string | null; answers: ReportAnswer[] }[];
}

/** Min and max per bucket and channel, -127 to 127, interleaved as in a peaks file. */
export interface ReportPeaks {
  channels: number;
  hopMs: number;
  durationMs: number;
  values: Int8Array;
}

/** Everything a call report shows. */
export interface ReportInput {
  call: CallDetail;
  timing: CallTiming | null;
  findings: readonly Finding[];
  peaks: ReportPeaks | null;
  notes: readonly ReportNote[];
  corrections: readonly ReportCorrection[];
  reviews: readonly ReportReview[];
  /** Reviews that are hidden from whoever prints: they have not submitted their own of that pack yet. */
  hiddenReviews: number;
  thresholds: { slowLatencyMs: number; badLatencyMs: number };
  printedMs: number;
  printedBy: string | null;
}
