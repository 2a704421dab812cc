import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Repeats } from '#shared/model/review/queue.ts';
import { countNotes, searchNotes } from '../store/note-search.ts';
import { findEvictionRows } from '../store/recording-use.ts';
import { findVisibleWork } from '../store/sight.ts';
import { idsOf, openQueueSeat, type QueueSeat, requestOf } from './testing/queue-seat.ts';

let seats: QueueSeat[] = [];
const open = async (nowMs?: () => number): Promise<QueueSeat> => {
  const seat = await openQueueSeat(nowMs);
  seats.push(seat);
  return seat;
};
beforeEach(() => {
  seats = [];
});
afterEach(() => Promise.all(seats.map(({ close }) => close())));

const anyNote = { text: 'slow', tags: [], severities: [], authors: [], state: 'all' as const };
const noRepeats: Repeats = { percent: 0, afterDays: 14 };
const plain = { dueMs: null, repeats: noRepeats };
const calls = (count: number) => Array.from({ length: count }, (_, at) => `call-${String(at).padStart(2, '0')}`);
const note = (callId: string, itemId: string) => ({
  kind: 'annotation' as const,
  itemId,
  callId,
  set: { anchor: { on: 'call' }, text: 'slow' },
  seen: {},
});

describe('a sample', () => {
  it('goes into the queue as it was shown, and is not drawn again', async () => {
    const { queue, addCalls, me } = await open();
    addCalls(calls(30));
    const shown = await queue.sample(requestOf([me]));
    expect(shown).toMatchObject({ matching: 30, words: '10 of 30 matching calls, seed 7' });
    expect(await queue.assign(requestOf([me]), plain)).toEqual({ assigned: 10, words: shown.words });
    const { open: mine, counts } = await queue.mine();
    expect(mine.map(({ callId }) => callId).toSorted()).toEqual(shown.callIds.toSorted());
    expect(mine[0]).toMatchObject({ place: 'own-sample', reason: 'random', agentVersion: '7' });
    expect(counts.open).toBe(10);
    const again = await queue.sample(requestOf([me]));
    expect(again).toMatchObject({ matching: 20, leftOut: { assigned: 10 } });
    expect(again.callIds.filter((id) => shown.callIds.includes(id))).toEqual([]);
  });

  it('is dealt out in turn, and travels to the others’ queues', async () => {
    const { queue, addCalls, me, sendTo } = await open();
    const bob = await open();
    addCalls(calls(20));
    bob.addCalls(calls(20));
    await queue.assign(requestOf([me, bob.me], { size: { in: 'calls', calls: 9 } }), plain);
    expect((await queue.mine()).counts.open).toBe(5);
    await sendTo(bob);
    const theirs = await bob.queue.mine();
    expect(theirs.open).toHaveLength(4);
    expect(theirs.open[0]?.place).toBe('assigned');
  });

  it('of nothing is refused', async () => {
    const { queue, me } = await open();
    await expect(queue.assign(requestOf([me]), plain)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('next', () => {
  it('is what was begun, then what is due, then the sample; and goes on from where one is', async () => {
    const { queue, addCalls, me } = await open();
    addCalls(calls(3));
    expect(await queue.next(null)).toBeNull();
    await queue.assign(requestOf([me]), plain);
    const [first, second, third] = (await queue.mine()).open.map(({ callId }) => callId);
    expect((await queue.next(null))?.callId).toBe(first);
    expect((await queue.next(first ?? ''))?.callId).toBe(second);
    expect((await queue.next(third ?? ''))?.callId).toBe(first);
    await queue.start(third ?? '');
    expect(await queue.next(null)).toMatchObject({ callId: third, place: 'in-progress' });
    // A call outside the queue leads to its beginning.
    expect((await queue.next('elsewhere'))?.callId).toBe(third);
  });

  it('passes over calls that are not here yet, and says how many there are', async () => {
    const { queue, addCalls, me, sendTo } = await open();
    const bob = await open();
    addCalls(calls(4));
    bob.addCalls(calls(1));
    await queue.assign(requestOf([bob.me], { size: { in: 'percent', percent: 100 } }), plain);
    await sendTo(bob);
    expect((await bob.queue.mine()).counts).toMatchObject({ open: 1, notHere: 3 });
    expect(await bob.queue.next(null)).toMatchObject({ callId: 'call-00' });
    expect(await queue.next(null)).toBeNull();
    expect(me).not.toBe(bob.me);
  });

  it('stands by its due date, and says what is overdue', async () => {
    const now = Date.UTC(2026, 10, 20);
    const { queue, addCalls, me } = await open(() => now);
    addCalls(calls(2));
    await queue.assign(requestOf([me], { size: { in: 'calls', calls: 1 } }), { ...plain, dueMs: now - 1 });
    await queue.assign(requestOf([me]), plain);
    expect((await queue.mine()).open.map(({ place }) => place)).toEqual(['due', 'own-sample']);
    expect((await queue.mine()).counts.overdue).toBe(1);
  });
});

describe('a review', () => {
  it('is begun once, survives a restart in progress, and leaves the queue when it is handed in', async () => {
    const seat = await open();
    const { queue, addCalls, me, finish, review } = seat;
    addCalls(calls(2));
    await queue.assign(requestOf([me]), plain);
    const { reviewId } = await queue.start('call-00');
    expect(await queue.start('call-00')).toEqual({ reviewId, items: [] });
    await review.saveDraft(`review/${reviewId}/spentMs`, 'call-00', '61000');
    expect(await queue.ofCall('call-00')).toMatchObject({ place: 'in-progress', reviewId });
    await finish('call-00');
    expect(await queue.ofCall('call-00')).toBeNull();
    const done = (await review.of('call-00', 0)).items.find(({ id }) => id === reviewId);
    expect(done?.fields).toMatchObject({ state: 'done', spentMs: 61_000, reviewer: me });
    expect(done?.fields.submittedMs).toBeGreaterThan(0);
    expect((await queue.counts()).done).toBe(1);
    // Neither to begin nor to hand in is a step that undo takes back.
    await review.undo('call-00');
    expect(await queue.ofCall('call-00')).toBeNull();
    expect((await queue.counts()).done).toBe(1);
  });

  it('begins with the first note on a call of the queue, and with none elsewhere', async () => {
    const { queue, addCalls, me, review } = await open();
    addCalls(calls(2));
    await queue.assign(requestOf([me], { size: { in: 'calls', calls: 1 } }), plain);
    const queued = (await queue.next(null))?.callId ?? '';
    const other = calls(2).find((id) => id !== queued) ?? '';
    await review.apply(other, [note(other, 'n1')]);
    expect((await review.of(other, 0)).items).toHaveLength(1);
    const items = await review.apply(queued, [note(queued, 'n2')]);
    expect(items.map(({ kind }) => kind)).toEqual(['annotation', 'review']);
    expect(await queue.ofCall(queued)).toMatchObject({ place: 'in-progress' });
    await review.undo(queued);
    expect(await queue.ofCall(queued)).toMatchObject({ place: 'in-progress' });
  });

  it('done anew stands instead of the earlier one, and both stay', async () => {
    const { queue, addCalls, finish, review } = await open();
    addCalls(['c']);
    await finish('c');
    await finish('c');
    const { items } = await review.of('c', 0);
    const [first, second] = items.filter(({ kind }) => kind === 'review');
    expect(second?.fields.replaces).toBe(first?.id);
    expect(await queue.counts()).toMatchObject({ done: 1, new: 0 });
  });

  it('that was given up leaves the call as it was assigned', async () => {
    const { queue, addCalls, me } = await open();
    addCalls(['c']);
    await queue.assign(requestOf([me]), plain);
    await queue.start('c');
    await queue.giveUp('c');
    expect(await queue.ofCall('c')).toMatchObject({ place: 'own-sample', reviewId: null });
    await expect(queue.giveUp('c')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('keeps its recording here', async () => {
    const { addCalls, db, finish } = await open();
    addCalls(['c']);
    db.exec(`INSERT INTO recordings (call_id, state, updated_ms) VALUES ('c', 'ready', 1)`);
    expect(findEvictionRows(db)).toMatchObject([{ callId: 'c', reviewed: false }]);
    await finish('c');
    expect(findEvictionRows(db)).toMatchObject([{ callId: 'c', reviewed: true }]);
  });
});

describe('a skipped call', () => {
  it('rests with its reason until that is taken back', async () => {
    const { queue, addCalls, me } = await open();
    addCalls(['c']);
    await queue.assign(requestOf([me]), plain);
    await queue.start('c');
    await queue.skip('c', 'wrong language');
    expect(await queue.next(null)).toBeNull();
    expect((await queue.mine()).skipped).toMatchObject([{ callId: 'c', skipped: 'wrong language' }]);
    await queue.unskip('c');
    expect(await queue.next(null)).toMatchObject({ callId: 'c', place: 'own-sample' });
    await queue.remove('c');
    expect(await queue.next(null)).toBeNull();
    await expect(queue.skip('c', 'x')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('progress', () => {
  it('counts what was handed in today against the goal', async () => {
    // The seat's own clock begins here.
    const { queue, addCalls, me, finish, review } = await open(() => new Date(2026, 10, 1, 12).getTime());
    addCalls(calls(3));
    expect(await queue.progress()).toMatchObject({ goal: null, today: { done: 0, medianSpentMs: null } });
    await review.apply(null, [{ kind: 'goal', itemId: me, callId: null, set: { perDay: 40 }, seen: {} }]);
    for (const callId of calls(2)) await finish(callId);
    const { goal, days, today } = await queue.progress();
    expect([goal, today.done, days.length]).toEqual([40, 2, 14]);
  });
});

describe('a blind pack', () => {
  it('hides the others’ work until one’s own is in, also from the state of the call, and shows who has come how far', async () => {
    const ada = await open();
    const bob = await open();
    for (const { addCalls } of [ada, bob]) addCalls(['c']);
    const pack = {
      name: 'March',
      callIds: ['c'],
      reviewers: [ada.me, bob.me],
      versionId: null,
      blind: true,
      dueMs: null,
    };
    const { packId } = await ada.queue.makePack(pack);
    await ada.sendTo(bob);
    expect((await bob.queue.mine()).open).toMatchObject([
      { place: 'pack', packName: 'March', reason: 'calibration: March' },
    ]);
    await bob.review.apply('c', [note('c', 'bobs note')]);
    await bob.finish('c');
    await bob.sendTo(ada);

    const before = await ada.review.of('c', 0);
    expect(before.items.filter(({ author }) => author === bob.me)).toEqual([]);
    expect(JSON.stringify(before)).not.toContain('bobs note');
    const search = () => searchNotes(ada.db, { query: anyNote, offset: 0, limit: 10 }).total;
    expect([search(), countNotes(ada.db)]).toEqual([0, []]);
    expect(findVisibleWork(ada.db, 'c', ada.me).filter(({ author }) => author === bob.me)).toEqual([]);
    expect(searchNotes(bob.db, { query: anyNote, offset: 0, limit: 10 }).total).toBe(1);
    expect(await ada.queue.counts()).toMatchObject({ new: 1, done: 0 });
    expect(ada.queue.packs()).toMatchObject([
      {
        id: packId,
        closed: false,
        seats: [
          { reviewer: ada.me, submitted: 0 },
          { reviewer: bob.me, submitted: 1 },
        ],
      },
    ]);

    await ada.finish('c');
    // Whoever knew the state before is told all of it, not only what changed since.
    const after = await ada.review.of('c', before.rev);
    expect(after.whole).toBe(true);
    expect(idsOf(after.items)).toContain('bobs note');
    expect(search()).toBe(1);
    expect(ada.queue.packs()[0]?.closed).toBe(true);
    const mine = after.items.find(({ kind, author }) => kind === 'review' && author === ada.me);
    expect(mine?.fields.packId).toBe(packId);
  });

  it('uncovers what it hid when it is taken back', async () => {
    const ada = await open();
    const bob = await open();
    for (const { addCalls } of [ada, bob]) addCalls(['c']);
    const pack = { name: 'P', callIds: ['c'], reviewers: [ada.me, bob.me], versionId: null, blind: true, dueMs: null };
    const { packId } = await ada.queue.makePack(pack);
    await ada.sendTo(bob);
    await bob.finish('c');
    await bob.sendTo(ada);
    const { rev, items } = await ada.review.of('c', 0);
    expect(items.map(({ kind }) => kind)).toEqual(['assignment']);
    await ada.queue.removePack(packId);
    const after = await ada.review.of('c', rev);
    expect(after.whole).toBe(true);
    expect(after.items.map(({ kind }) => kind).toSorted()).toEqual(['assignment', 'assignment', 'review']);
  });

  it('is taken back with its assignments; what was reviewed stays', async () => {
    const { queue, addCalls, me, finish, review } = await open();
    addCalls(['a', 'b']);
    const { packId } = await queue.makePack({
      name: 'P',
      callIds: ['a', 'b', 'a'],
      reviewers: [me, me],
      versionId: 'v',
      blind: false,
      dueMs: null,
    });
    expect((await queue.mine()).counts.open).toBe(2);
    await finish('a');
    await queue.removePack(packId);
    expect((await queue.mine()).counts.open).toBe(0);
    expect(queue.packs()).toEqual([]);
    const [done] = (await review.of('a', 0)).items.filter(({ kind }) => kind === 'review');
    expect(done?.fields).toMatchObject({ state: 'done', versionId: 'v', packId });
  });
});

describe('a hidden repeat', () => {
  it('comes back with a sample unmarked, hides the first review, and is held against it once it is in', async () => {
    const later = () => Date.UTC(2026, 11, 20);
    const { queue, addCalls, me, finish, review, db } = await open(later);
    addCalls(['old']);
    await finish('old');
    addCalls(['new']);
    await queue.assign(requestOf([me], { size: { in: 'calls', calls: 1 } }), {
      dueMs: null,
      repeats: { percent: 50, afterDays: 14 },
    });
    // Half of one call rounds to one.
    const { open: mine } = await queue.mine();
    expect(mine.map(({ callId }) => callId).toSorted()).toEqual(['new', 'old']);
    expect(new Set(mine.map(({ reason }) => reason)).size).toBe(1);
    const shown = await review.of('old', 0);
    expect(shown.items.map(({ kind }) => kind)).toEqual(['assignment']);
    expect(JSON.stringify(shown)).not.toContain('repeatOf');
    expect(db.prepare(`SELECT state FROM call_states WHERE call_id = 'old'`).get()).toBeUndefined();

    await finish('old');
    const after = await review.of('old', 0);
    const reviews = after.items.filter(({ kind }) => kind === 'review');
    expect(reviews).toHaveLength(2);
    expect(reviews[1]?.fields.repeatOf).toBe(reviews[0]?.id);
    expect((await queue.mine()).counts.open).toBe(1);
  });

  it('that was skipped is none any more: the first review could be seen meanwhile', async () => {
    const { queue, addCalls, me, finish, review } = await open(() => Date.UTC(2026, 11, 20));
    addCalls(['old']);
    await finish('old');
    addCalls(['new']);
    await queue.assign(requestOf([me]), { dueMs: null, repeats: { percent: 50, afterDays: 14 } });
    await queue.skip('old', 'too long');
    expect((await review.of('old', 0)).items.filter(({ kind }) => kind === 'review')).toHaveLength(1);
    await queue.unskip('old');
    expect((await review.of('old', 0)).items.filter(({ kind }) => kind === 'review')).toHaveLength(1);
  });
});

describe('a dispute', () => {
  it('waits until it is answered, and the call says so', async () => {
    const { queue, addCalls, me, finish, review } = await open();
    addCalls(['c']);
    await finish('c');
    const [done] = (await review.of('c', 0)).items;
    const dispute = { kind: 'dispute' as const, itemId: 'd', callId: 'c' };
    await review.apply('c', [{ ...dispute, set: { reviewId: done?.id ?? '', text: 'It was the carrier.' }, seen: {} }]);
    expect(await queue.disputes()).toMatchObject([
      { id: 'd', callId: 'c', reviewer: me, text: 'It was the carrier.', agentName: 'Dana' },
    ]);
    expect(await queue.counts()).toMatchObject({ disputed: 1, done: 0 });
    await review.apply('c', [
      { ...dispute, set: { answer: 'It stands.', answeredBy: me, outcome: 'upheld' }, seen: {} },
    ]);
    expect(await queue.disputes()).toEqual([]);
    expect(await queue.counts()).toMatchObject({ resolved: 1, disputed: 0 });
  });
});

describe('somebody else who sits down', () => {
  it('has a queue of their own, and sees what is hidden from the one before', async () => {
    const ada = await open();
    const bob = await open();
    for (const { addCalls } of [ada, bob]) addCalls(['c']);
    await ada.queue.makePack({
      name: 'P',
      callIds: ['c'],
      reviewers: [ada.me, bob.me],
      versionId: null,
      blind: true,
      dueMs: null,
    });
    await ada.sendTo(bob);
    await bob.finish('c');
    await bob.sendTo(ada);
    const stateOf = () => ada.db.prepare(`SELECT state FROM call_states WHERE call_id = 'c'`).pluck().get();
    expect(stateOf()).toBeUndefined();
    await ada.review.saveDraft('note', 'c', 'what Ada thinks');
    await ada.review.chooseReviewer(bob.me);
    expect(ada.review.drafts('c')).toEqual([]);
    await ada.review.saveDraft('note', 'c', 'what Bob thinks');
    expect(stateOf()).toBe('done');
    expect((await ada.queue.mine()).counts.open).toBe(0);
    await ada.review.chooseReviewer(ada.me);
    expect(stateOf()).toBeUndefined();
    expect(ada.review.drafts('c')).toMatchObject([{ key: 'note', text: 'what Ada thinks' }]);
  });
});
