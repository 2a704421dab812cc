import { ifRangeHolds, matchesAny, quoteEtag } from './etag.ts';
import { openFile } from './file-body.ts';
import type { StoredFile } from './media-store.ts';
import { answerRange } from './range.ts';

/** Answers GET or HEAD for a stored file with ranges and validators; null when the file is gone or not what was stored. */
export async function sendFile(request: Request, stored: StoredFile): Promise<Response | null> {
  const file = await openFile(stored.path);
  if (file === null) return null;
  if (file.sizeBytes !== stored.sizeBytes) {
    await file.close();
    return null;
  }
  const plan = planAnswer(request.headers, stored);
  if (request.method === 'HEAD' || plan.span === null) {
    await file.close();
    return new Response(null, { status: plan.status, headers: plan.headers });
  }
  return new Response(file.body(plan.span.start, plan.span.end), { status: plan.status, headers: plan.headers });
}

interface Plan {
  status: 200 | 206 | 304 | 416;
  headers: Headers;
  span: { start: number; end: number } | null;
}

function planAnswer(request: Headers, stored: StoredFile): Plan {
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
