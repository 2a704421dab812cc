import { openFile } from './file-body.ts';
import type { StoredFile } from './media-store.ts';
import { planAnswer } from './plan-answer.ts';

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
