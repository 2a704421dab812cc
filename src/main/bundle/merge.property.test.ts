import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '#shared/logic/review/same-json.ts';
import { eachEvent } from '../store/review-events.ts';
import { type BundleSeat, openBundleSeat } from './testing/bundle-seat.ts';

const calls = ['one', 'two'];

/** All that a seat shows of its review work, without the counting of its own log. */
async function stateOf({ review }: BundleSeat): Promise<string[]> {
  const views = await Promise.all([null, ...calls].map((callId) => review.of(callId, 0)));
  return views.flatMap(({ items }) => items.map(({ rev, ...item }) => canonicalJson(item))).sort();
}

const logOf = ({ db }: BundleSeat): string[] =>
  [...eachEvent(db, null), ...eachEvent(db, calls)].map(({ id }) => id).sort();

const step = fc.record({
  at: fc.nat(3),
  call: fc.constantFrom(...calls),
  item: fc.constantFrom('n1', 'n2', 'n3'),
  field: fc.constantFrom('text', 'severity', 'resolved', 'deleted', 'tags'),
  pick: fc.nat(3),
  does: fc.constantFrom('change', 'change', 'change', 'undo', 'redo', 'tag', 'send'),
  to: fc.nat(3),
});
const values: Readonly<Record<string, readonly (string | boolean | string[])[]>> = {
  text: ['', 'slow', 'رقم ‮abc', '😀'.repeat(50)],
  severity: ['info', 'minor', 'major', 'critical'],
  resolved: [true, false, true, false],
  deleted: [true, false, false, false],
  tags: [[], ['t1'], ['t2'], ['t1', 't2']],
};

describe('merging bundles', () => {
  it('comes to the same state on 2 to 4 seats, whatever is merged in which order, how often, and with which clocks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 4 }),
        fc.array(step, { maxLength: 20 }),
        fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { maxLength: 6 }),
        fc.array(fc.integer({ min: -1e9, max: 1e9 }), { minLength: 4, maxLength: 4 }),
        async (size, steps, extra, clocks) => {
          const seats = await Promise.all(
            clocks.slice(0, size).map((offMs) => openBundleSeat({ clockMs: Date.UTC(2026, 10, 1) + offMs })),
          );
          const get = (at: number) => seats[at % size] as BundleSeat;
          const send = async (from: number, to: number) => {
            if (logOf(get(from)).length === 0) return;
            await get(to).bundles.mergeAt(await get(from).pack({ callIds: calls, packIds: [] }));
          };
          try {
            for (const { at, call, item, field, pick, does, to } of steps) {
              const { review } = get(at);
              if (does === 'send') await send(at, to);
              else if (does === 'undo' || does === 'redo') await review[does](call);
              else if (does === 'tag') {
                const seen = (await review.of(null, 0)).items.find(({ id }) => id === `t${pick}`)?.heads ?? {};
                const set = { name: `tag of ${at}`, order: pick };
                await review.apply(null, [{ kind: 'tag', itemId: `t${pick}`, callId: null, set, seen }]);
              } else {
                const itemId = `${call}-${item}`;
                const seen = (await review.of(call, 0)).items.find(({ id }) => id === itemId)?.heads ?? {};
                const set = { [field]: values[field]?.[pick] ?? null };
                await review.apply(call, [{ kind: 'annotation', itemId, callId: call, set, seen }]);
              }
            }
            for (const [from, to] of extra) await send(from, to);
            // All to the first, then the first to all: whoever was merged before is merged again. Twice, since a tag goes along
            // only with what carries it, and its seat may not have had that before.
            for (let round = 0; round < 2; round += 1) {
              for (let n = 0; n < size; n += 1) await send(size - n, 0);
              for (let n = 0; n < size; n += 1) await send(0, n);
            }
            const first = await callStateOf(get(0));
            for (const seat of seats) expect(await callStateOf(seat)).toEqual(first);
            const before = await stateOf(get(0));
            await send(size - 1, 0);
            expect(await stateOf(get(0))).toEqual(before);
          } finally {
            await Promise.all(seats.map(({ close }) => close()));
          }
        },
      ),
      { numRuns: 20 },
    );
  }, 240_000);
});

/** The state of the calls, and of the tags that their annotations name. */
async function callStateOf(seat: BundleSeat): Promise<string[]> {
  const views = await Promise.all(calls.map((callId) => seat.review.of(callId, 0)));
  const items = views.flatMap(({ items }) => items);
  // A bundle carries what events ever referred to, so a tag that was taken off again is shared too.
  const named = new Set([...eachEvent(seat.db, calls)].flatMap(({ set }) => (Array.isArray(set.tags) ? set.tags : [])));
  const tags = (await seat.review.of(null, 0)).items.filter(({ kind, id }) => kind === 'tag' && named.has(id));
  return [...items, ...tags].map(({ rev, ...item }) => canonicalJson(item)).sort();
}
