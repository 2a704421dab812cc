/** What to do with the storage's answer to a (perhaps partial) GET. */
export type RangeDecision =
  | { kind: 'from-start'; totalBytes: number | null; validator: string | null }
  | { kind: 'append'; totalBytes: number }
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

/** Decides by status and headers alone; `have` = bytes already on disk, `knownTotal` = the size an earlier answer gave. */
export function decideRange(answer: Answer, have: number, knownTotal: number | null): RangeDecision {
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
  if (status === 200) {
    return {
      kind: 'from-start',
      totalBytes: positive(answer.header('content-length')),
      validator: strongValidator(answer),
    };
  }
  if (status === 206) {
    const range = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(answer.header('content-range') ?? '');
    if (!range) return { kind: 'restart' };
    const first = Number(range[1]);
    const last = Number(range[2]);
    const total = range[3] === '*' ? knownTotal : Number(range[3]);
    const fits =
      first === have && total !== null && last === total - 1 && (knownTotal === null || knownTotal === total);
    if (!fits) return { kind: 'restart' };
    return have === 0
      ? { kind: 'from-start', totalBytes: total, validator: strongValidator(answer) }
      : { kind: 'append', totalBytes: total };
  }
  if (status === 416) {
    const total = /^bytes \*\/(\d+)$/.exec(answer.header('content-range') ?? '');
    return total && Number(total[1]) === have && have > 0 ? { kind: 'complete' } : { kind: 'restart' };
  }
  if (status === 404 || status === 410) return { kind: 'missing', status };
  if (status === 400 || status === 401 || status === 403) return { kind: 'refused', status };
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    return { kind: 'busy', status, retryAfter: answer.header('retry-after') };
  }
  return { kind: 'unusable', message: `The storage answered ${status}, which is not a recording.` };
}

/** A strong ETag, else Last-Modified: only these may stand in `If-Range`. */
function strongValidator(answer: Answer): string | null {
  const etag = answer.header('etag');
  if (etag && !etag.startsWith('W/')) return etag;
  return answer.header('last-modified');
}

function positive(text: string | null): number | null {
  const value = text === null ? Number.NaN : Number(text);
  return Number.isSafeInteger(value) && value > 0 ? value : null;
}
