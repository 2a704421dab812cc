/** What was odd about a recording that could be analysed all the same. */
export type AnalysisWarningCode =
  | 'truncated'
  | 'duration-mismatch'
  | 'damaged-frames'
  | 'gap'
  | 'format-change'
  | 'not-playable';

export interface AnalysisWarning {
  readonly code: AnalysisWarningCode;
  readonly message: string;
}

/** Formats milliseconds for a sentence: `182 s`, `0.35 s`. */
export function seconds(ms: number): string {
  const value = ms / 1000;
  return `${value >= 10 ? Math.round(value) : Math.round(value * 100) / 100} s`;
}
