import { type ScorecardFile, scorecardFileSchema } from '../../model/review/scorecard.ts';
import { neutraliseText } from '../plain-text.ts';

/** A scorecard read from a file, or what is wrong with the file, in a sentence. */
export type ReadScorecardFile =
  | { readonly file: ScorecardFile; readonly problem: null }
  | { readonly file: null; readonly problem: string };

/** Larger than any scorecard that a person could fill in. UTF-16 units. */
const MAX_TEXT = 5_000_000;

const refuse = (problem: string): ReadScorecardFile => ({ file: null, problem });

/** Reads a scorecard as `writeScorecardFile` writes it, from wherever it may come. Never throws. */
export function readScorecardFile(text: string): ReadScorecardFile {
  if (text.length > MAX_TEXT) return refuse('This file is too large for a scorecard.');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return refuse('This file is no JSON. A scorecard is exported as a .json file.');
  }
  const head = parsed as { format?: unknown; version?: unknown } | null;
  if (typeof head !== 'object' || head === null || head.format !== 'earmark-scorecard') {
    return refuse('This file is no scorecard of Earmark.');
  }
  if (typeof head.version === 'number' && head.version > 1) {
    return refuse('This scorecard was written by a newer Earmark. Update, then import it again.');
  }
  const result = scorecardFileSchema.safeParse(parsed);
  if (result.success) return { file: result.data, problem: null };
  const [first] = result.error.issues;
  const at = first === undefined ? '' : neutraliseText(first.path.map(String).join('.')).slice(0, 200);
  const what = first === undefined ? '' : neutraliseText(first.message).slice(0, 300);
  return refuse(`This scorecard cannot be used: ${at === '' ? '' : `${at}: `}${what}`);
}

/** A scorecard as the text of a file. */
export function writeScorecardFile(file: ScorecardFile): string {
  return `${JSON.stringify(file, null, 2)}\n`;
}
