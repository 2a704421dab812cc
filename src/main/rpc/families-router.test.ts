import { setTimeout as delay } from 'node:timers/promises';
import { createORPCClient, safe } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import type { ContractRouterClient } from '@orpc/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Contract } from '#shared/contract/index.ts';
import { createApp } from '../app.ts';
import { saveDetail, saveListed } from '../store/calls.ts';
import { openForWriting } from '../store/open.ts';
import { detailOf, recordingLogger, summaryOf, temporaryDir, testPorts } from '../testing/workspace-fixtures.ts';
import { createFetchRpc } from './transports/fetch.ts';

let place: ReturnType<typeof temporaryDir>;
let app: Awaited<ReturnType<typeof createApp>>;
let rpc: ContractRouterClient<Contract>;

beforeAll(async () => {
  place = temporaryDir();
  const db = openForWriting(place.dir);
  for (const id of ['one', 'two', 'three']) {
    saveListed(db, summaryOf(id), '{}', 1);
    saveDetail(db, detailOf(id), '{}', 'v1', 1);
  }
  db.close();
  app = await createApp(testPorts(place.dir, null), { start: 'own' });
  const serve = createFetchRpc(app.router, recordingLogger());
  rpc = createORPCClient(
    new RPCLink({
      url: 'http://127.0.0.1/rpc',
      fetch: async (request) => (await serve(request)) ?? new Response(null, { status: 404 }),
    }),
  );
  while ((await rpc.families.status()).indexed < 3) await delay(50);
}, 40_000);
afterAll(async () => {
  await app.close();
  place.remove();
});

const page = { offset: 0, limit: 50 };
const sort = { key: 'turns' as const, descending: true };

describe('turns and families over the wire', () => {
  it('indexes what is there at the start, finds the turn elsewhere, names and unnames its family', async () => {
    const like = await rpc.turns.like({ callId: 'one', index: 1, filter: {}, sameAgent: false, ...page });
    expect(like).toMatchObject({
      why: null,
      total: 2,
      versions: [{ agent: 'agent-1', version: '7', calls: 2, turns: 2 }],
    });
    expect(like.rows.map(({ callId, likeness }) => [callId, likeness]).sort()).toEqual([
      ['three', 1],
      ['two', 1],
    ]);
    const nobody = await rpc.turns.like({
      ...{ callId: 'one', index: 1, sameAgent: false, ...page },
      filter: { agents: [{ agent: 'agent-9', version: null }] },
    });
    expect(nobody).toMatchObject({ why: null, total: 0, rows: [], versions: [] });

    const question = { agent: null, filter: {}, text: '', sort, ...page };
    const [family] = (await rpc.families.list(question)).families;
    if (!family) throw new Error('a family was expected');
    expect(family).toMatchObject({ turns: 3, calls: 3, named: false, reported: { n: 3 } });
    await rpc.families.rename({ id: family.id, name: 'Offers help' });
    expect(await rpc.families.ofCall({ callId: 'two' })).toMatchObject([
      { index: 1, familyId: family.id, name: 'Offers help' },
    ]);
    expect((await rpc.families.get({ id: family.id, filter: {} })).list).toHaveLength(1);
    await rpc.review.undo({ callId: null });
    expect((await rpc.families.list(question)).families[0]).toMatchObject({ id: family.id, named: false });
  });

  it('refuses what is not there, and what cannot be meant', async () => {
    const { error } = await safe(rpc.families.get({ id: 'none', filter: {} }));
    expect(error).toMatchObject({ code: 'not-found' });
    const gone = await safe(rpc.families.merge({ from: ['none'], into: 'neither' }));
    expect(gone.error).toMatchObject({ code: 'not-found' });
    const many = await safe(
      rpc.turns.like({ callId: 'one', index: 1, filter: {}, sameAgent: true, offset: 0, limit: 9999 }),
    );
    expect(many.error).not.toBeNull();
    expect(await rpc.turns.like({ callId: 'one', index: 0, filter: {}, sameAgent: true, ...page })).toMatchObject({
      why: 'not-agent',
      total: 0,
    });
  });

  it('forgets an erased call', async () => {
    await rpc.calls.erase({ id: 'three' });
    const like = await rpc.turns.like({ callId: 'one', index: 1, filter: {}, sameAgent: true, ...page });
    expect(like.rows.map(({ callId }) => callId)).toEqual(['two']);
    expect(await rpc.families.status()).toEqual({ indexed: 2, total: 2 });
  });
});
