import { makeTurnAnchor } from '#shared/logic/anchors/make.ts';
import { decidePairs, type PairedCall } from '#shared/logic/compare/decided-pairs.ts';
import type { CallAlignment, HeldFacts, HeldRef, PairState } from '#shared/model/compare.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Anchor } from '#shared/model/review/anchor.ts';
import type { ReviewChange } from '#shared/model/review/event.ts';
import type { Review } from '../review/service.ts';
import { findHeldFacts, findPairedCall } from '../store/alignment.ts';
import type { ReadDb } from '../store/db.ts';
import type { ReaderPool } from '../store/reader-pool.ts';

/** A turn of a call. */
export interface TurnPlace {
  callId: string;
  index: number;
}

/** Calls side by side; see `compareContract`. */
export interface Compare {
  align(a: string, b: string): Promise<CallAlignment>;
  decide(a: TurnPlace, b: TurnPlace, state: PairState): Promise<void>;
  release(a: string, b: string, pairIds: readonly string[]): Promise<void>;
  facts(items: readonly HeldRef[]): HeldFacts[];
}

export interface CompareOptions {
  db: ReadDb;
  readers: Pick<ReaderPool, 'align'>;
  review: Pick<Review, 'applyAcross'>;
  newId: () => string;
}

/** An anchor as an event carries it: without what is undefined. */
const asJson = (anchor: Anchor) => JSON.parse(JSON.stringify(anchor)) as ReviewChange['set'][string];

const gone = () => new AppError('not-found', 'One of these calls is not in this workspace any more.');

/** Aligns calls on the reading thread, and keeps what readers decide about pairs as review work. */
export function createCompare({ db, readers, review, newId }: CompareOptions): Compare {
  const both = (a: string, b: string): [PairedCall, PairedCall] => {
    const first = findPairedCall(db, a);
    const second = findPairedCall(db, b);
    if (first === null || second === null) throw gone();
    return [first, second];
  };
  return {
    align: async (a, b) => {
      const alignment = await readers.align({ a, b });
      if (alignment === null) throw gone();
      return alignment;
    },
    decide: async (a, b, state) => {
      if (a.callId === b.callId) throw new AppError('invalid-input', 'Two turns of one call cannot be paired.');
      const [first, second] = both(a.callId, b.callId);
      const one = first.turns[a.index];
      const other = second.turns[b.index];
      if (one === undefined || other === undefined) {
        throw new AppError('not-found', 'This turn is not in the transcript any more; look again.');
      }
      if (state === 'pinned' && one.role !== other.role) {
        throw new AppError('invalid-input', 'Only turns of the same party can be pinned to each other.');
      }
      const pairId = newId();
      const half = (call: PairedCall, turn: typeof one): ReviewChange => ({
        kind: 'pair',
        itemId: `${pairId}/${call.id}`,
        callId: call.id,
        set: { pairId, anchor: asJson(makeTurnAnchor(turn, call.turns)), state },
        seen: {},
      });
      const made = [half(first, one), half(second, other)];
      const undone = supersededBy(first, second, a.index, b.index, state);
      await review.applyAcross([...deletions([first, second], undone), ...made]);
    },
    release: async (a, b, pairIds) => {
      const changes = deletions(both(a, b), new Set(pairIds));
      if (changes.length > 0) await review.applyAcross(changes);
    },
    facts: (items) => items.map((item) => findHeldFacts(db, item)),
  };
}

/** What was decided before and cannot stand beside a new decision: about the same two turns, or a pin on either of them. */
function supersededBy(a: PairedCall, b: PairedCall, inA: number, inB: number, state: PairState): Set<string> {
  const { pins, breaks } = decidePairs(a, b);
  const same = [...pins, ...breaks].filter((pair) => pair.a === inA && pair.b === inB);
  const onEither = state === 'pinned' ? pins.filter((pin) => pin.a === inA || pin.b === inB) : [];
  return new Set([...same, ...onEither].map(({ pairId }) => pairId));
}

function deletions(calls: readonly PairedCall[], pairIds: ReadonlySet<string>): ReviewChange[] {
  return calls.flatMap(({ id, halves }) =>
    halves
      .filter(({ fields }) => fields.pairId !== null && pairIds.has(fields.pairId))
      .map(({ id: itemId, item }) => ({
        kind: 'pair' as const,
        itemId,
        callId: id,
        set: { deleted: true },
        seen: item.heads,
      })),
  );
}
