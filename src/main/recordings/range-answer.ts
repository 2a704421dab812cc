import type { PartNotes } from './part-notes.ts';

/** What to do with the storage's answer to a (perhaps partial) GET. */
export type RangeDecision =
  | { kind: 'from-start'; notes: PartNotes }
  /** Bytes up to `endByte` (excluded) of the same version follow what is here. */
  | { kind: 'append'; totalBytes: number; endByte: number }
  /** All bytes are already here. */
  | { kind: 'complete' }
  /** The part no longer fits what is up there: forget it and ask for everything. */
  | { kind: 'restart' }
  | { kind: 'refused'; status: number }
  | { kind: 'missing'; status: 404 | 410 }
  | { kind: 'busy'; status: number; retryAfter: string | null }
  | { kind: 'unusable'; message: string };

interface Answer {
  status: number;
  header(name: string): string | null;
}

/**
 * How to ask for what a part lacks; undefined = for the whole file. With a strong ETag the storage itself sees to it that
 * versions are not mixed (`If-Range`); without one, date and size have to be known so that the answer can be held against them.
 */
export function resumeHeaders(have: number, notes: PartNotes | null): Record<string, string> | undefined {
  if (have === 0 || !notes) return undefined;
  const range = `bytes=${have}-`;
  if (notes.validator) return { range, 'if-range': notes.validator };
  return notes.lastModified && notes.totalBytes !== null ? { range } : undefined;
}

/**
 * Decides by status and headers alone; `have` = bytes already on disk, `notes` = what an earlier answer said of them
 * (hardening.md F37-F40). A 206 is appended only when it names the same version: equal strong ETag, or equal date and size.
 */
export function decideRange(answer: Answer, have: number, notes: PartNotes | null): RangeDecision {
  const { status } = answer;
  if (status === 200 || status === 206) {
    const encoding = answer.header('content-encoding');
    if (encoding && encoding.toLowerCase() !== 'identity') {
      return {
        kind: 'unusable',
        message: `The storage sent the recording compressed (${encoding}), which was not asked for.`,
      };
    }
  }
  if (status === 200) return { kind: 'from-start', notes: notesOf(answer, positive(answer.header('content-length'))) };
  if (status === 206) return decidePart(answer, have, notes);
  if (status === 416) {
    const total = /^bytes \*\/(\d+)$/.exec(answer.header('content-range') ?? '');
    const isWhole = have > 0 && notes?.totalBytes === have && Number(total?.[1]) === have;
    return isWhole ? { kind: 'complete' } : { kind: 'restart' };
  }
  if (status === 404 || status === 410) return { kind: 'missing', status };
  if (status === 400 || status === 401 || status === 403) return { kind: 'refused', status };
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    return { kind: 'busy', status, retryAfter: answer.header('retry-after') };
  }
  return { kind: 'unusable', message: `The storage answered ${status}, which is not a recording.` };
}

function decidePart(answer: Answer, have: number, notes: PartNotes | null): RangeDecision {
  const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(answer.header('content-range') ?? '');
  if (!range) return { kind: 'restart' };
  const [first = 0, last = 0, total = 0] = range.slice(1).map(Number);
  if (first !== have || last < first || last >= total) return { kind: 'restart' };
  if (have === 0) {
    return last === total - 1 ? { kind: 'from-start', notes: notesOf(answer, total) } : { kind: 'restart' };
  }
  if (!notes || !isSameVersion(answer, notes)) return { kind: 'restart' };
  if (notes.totalBytes !== null && notes.totalBytes !== total) return { kind: 'restart' };
  return { kind: 'append', totalBytes: total, endByte: last + 1 };
}

/** An ETag decides alone where both sides have one; a date only together with a known size. */
function isSameVersion(answer: Answer, notes: PartNotes): boolean {
  const etag = answer.header('etag');
  if (notes.validator !== null && etag !== null) return etag === notes.validator;
  const date = answer.header('last-modified');
  return notes.totalBytes !== null && date !== null && date === notes.lastModified;
}

function notesOf(answer: Answer, totalBytes: number | null): PartNotes {
  const etag = answer.header('etag');
  const isStrong = etag?.startsWith('"') === true;
  return { validator: isStrong ? etag : null, lastModified: answer.header('last-modified'), totalBytes };
}

function positive(text: string | null): number | null {
  const value = text === null ? Number.NaN : Number(text);
  return Number.isSafeInteger(value) && value > 0 ? value : null;
}
