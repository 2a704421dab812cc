import type { Page } from '@playwright/test';

/** The host's procedures about review work, asked from a page that is signed in to it. */
export interface ReviewWork {
  call<T>(procedure: string, input?: unknown): Promise<T>;
  apply(callId: string | null, changes: readonly WorkChange[]): Promise<void>;
  /** Says who sits there; their id. */
  nameReviewer(name: string): Promise<string>;
  /** Makes a bundle, and takes it off the host as its reader would. */
  makeBundle(request: unknown): Promise<Buffer>;
  /** Imports one that came from elsewhere. */
  importBundle(bundle: Buffer): Promise<{ events: { added: number; known: number } }>;
}

export interface WorkChange {
  kind: string;
  itemId: string;
  set: Record<string, unknown>;
  seen?: Record<string, string[]>;
}

interface Item {
  id: string;
  heads: Record<string, string[]>;
}

/** Talks to the host as its own page does. */
export function reviewWork(page: Page): ReviewWork {
  const call = async <T>(procedure: string, input: unknown = {}): Promise<T> =>
    page.evaluate(
      async ([path, json]) => {
        const response = await fetch(`/rpc/${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ json }),
        });
        const body = (await response.json()) as { json: unknown };
        if (!response.ok) throw new Error(`${path}: ${JSON.stringify(body)}`);
        return body.json as never;
      },
      [procedure.replace('.', '/'), input] as const,
    );
  return {
    call,
    apply: async (callId, changes) => {
      await call('review.apply', { callId, changes: changes.map((change) => ({ ...change, callId })) });
    },
    nameReviewer: async (name) => (await call<{ id: string }>('reviewer.name', { name })).id,
    makeBundle: async (request) => {
      const { token } = await call<{ token: string }>('bundle.make', request);
      const response = await page.request.get(`${new URL(page.url()).origin}/handouts/${token}`);
      if (!response.ok()) throw new Error(`the bundle could not be fetched: ${response.status()}`);
      return response.body();
    },
    importBundle: async (bundle) => {
      const { origin } = new URL(page.url());
      const headers = { 'content-type': 'application/octet-stream', origin, 'sec-fetch-site': 'same-origin' };
      const response = await page.request.post(`${origin}/handouts`, { data: bundle, headers });
      if (!response.ok()) throw new Error(`the bundle was refused: ${response.status()} ${await response.text()}`);
      const { token } = (await response.json()) as { token: string };
      return call('bundle.merge', { token });
    },
  };
}

/** One answer: its value, and where it was heard, ms. */
export interface Answer {
  value: boolean | number | string | 'na';
  comment?: string;
  rangeMs?: readonly [number, number];
}

/** Hands in a review: scores it as the reviewer who sits there, then submits. Its id. */
export async function handIn(
  work: ReviewWork,
  review: {
    reviewer: string;
    callId: string;
    versionId: string;
    answers: Readonly<Record<string, Answer>>;
    submittedMs: number;
    packId?: string;
    repeatOf?: string;
  },
): Promise<string> {
  const { reviewer, callId, versionId, answers, submittedMs, packId, repeatOf } = review;
  const id = ['review', reviewer, callId, packId ?? 'alone', repeatOf === undefined ? '' : 'again'].join('-');
  await work.apply(callId, [
    {
      kind: 'review',
      itemId: id,
      set: {
        reviewer,
        versionId,
        state: 'in-progress',
        startedMs: submittedMs - 60_000,
        ...(packId === undefined ? {} : { packId }),
        ...(repeatOf === undefined ? {} : { repeatOf }),
      },
    },
    ...Object.entries(answers).map(([criterionId, { value, comment, rangeMs }]) => ({
      kind: 'score',
      itemId: `${id}/${criterionId}`,
      set: {
        reviewId: id,
        criterionId,
        value: value === 'na' ? { is: 'na' } : { is: 'answer', answer: value },
        ...(comment === undefined ? {} : { comment }),
        ...(rangeMs === undefined ? {} : { evidence: [{ on: 'range', startMs: rangeMs[0], endMs: rangeMs[1] }] }),
      },
    })),
  ]);
  const { items } = await work.call<{ items: Item[] }>('review.ofCall', { callId, since: 0 });
  const seen = items.find((item) => item.id === id)?.heads ?? {};
  await work.apply(callId, [{ kind: 'review', itemId: id, set: { state: 'done', submittedMs }, seen }]);
  return id;
}
