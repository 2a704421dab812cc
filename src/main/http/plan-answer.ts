import { ifRangeHolds, matchesAny, quoteEtag } from './etag.ts';
import { answerRange } from './range.ts';

/** What to answer, and which bytes of it: both ends inclusive, null for no body. */
export interface AnswerPlan {
  status: 200 | 206 | 304 | 416;
  headers: Headers;
  span: { start: number; end: number } | null;
}

/** Decides by RFC 9110 what a request with these headers gets of something whose size is known. */
export function planAnswer(
  request: Headers,
  stored: { sizeBytes: number; contentType: string; etag: string },
): AnswerPlan {
  const size = stored.sizeBytes;
  const etag = quoteEtag(stored.etag);
  const headers = new Headers({ ETag: etag, 'Accept-Ranges': 'bytes' });
  if (matchesAny(request.get('if-none-match'), etag)) return { status: 304, headers, span: null };
  headers.set('Content-Type', stored.contentType);
  const range = ifRangeHolds(request.get('if-range'), etag) ? request.get('range') : null;
  const answer = answerRange(range, size);
  if (answer.kind === 'unsatisfiable') {
    headers.set('Content-Range', `bytes */${size}`);
    headers.set('Content-Length', '0');
    return { status: 416, headers, span: null };
  }
  if (answer.kind === 'full') {
    headers.set('Content-Length', String(size));
    return { status: 200, headers, span: size === 0 ? null : { start: 0, end: size - 1 } };
  }
  headers.set('Content-Length', String(answer.end - answer.start + 1));
  headers.set('Content-Range', `bytes ${answer.start}-${answer.end}/${size}`);
  return { status: 206, headers, span: { start: answer.start, end: answer.end } };
}
