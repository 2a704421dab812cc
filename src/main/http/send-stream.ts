import { quoteEtag } from './etag.ts';
import type { MediaStream } from './media-store.ts';
import { planAnswer } from './plan-answer.ts';

/** Answers GET or HEAD for bytes that are still arriving, with ranges and validators once their size is known. */
export function sendStream(request: Request, media: MediaStream): Response {
  const { sizeBytes } = media;
  if (sizeBytes === null) {
    const headers = { 'Content-Type': media.contentType, 'Accept-Ranges': 'none', ETag: quoteEtag(media.etag) };
    return new Response(request.method === 'HEAD' ? null : body(media, 0, Number.POSITIVE_INFINITY), { headers });
  }
  const { status, headers, span } = planAnswer(request.headers, { ...media, sizeBytes });
  const hasBody = request.method !== 'HEAD' && span !== null;
  return new Response(hasBody ? body(media, span.start, span.end) : null, { status, headers });
}

/** Reads only when asked, so that a slow reader costs no memory; cancelling it ends whatever it waits for. */
function body(media: MediaStream, start: number, end: number): ReadableStream<Uint8Array> {
  const stop = new AbortController();
  const bytes = media.read(start, end, stop.signal);
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await bytes.next();
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      },
      async cancel() {
        stop.abort(new DOMException('the reader has gone', 'AbortError'));
        await bytes.return();
      },
    },
    { highWaterMark: 0 },
  );
}
