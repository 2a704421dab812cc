import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scorecardSchema } from '#shared/model/review/scorecard.ts';
import { openSeat, type Seat } from '../review/testing/seat.ts';
import { readCalibration, readCalibrationSources } from '../store/agreement.ts';
import { eachEvent } from '../store/review-events.ts';
import { type Agreement, createAgreement } from './service.ts';

// Krippendorff 2011, A: what Meg and Owen said of ten documents. Alpha 0.095, six alike of ten.
const said = { meg: '0100000010', owen: '1110010000' };
const callIds = [...said.meg].map((_, i) => `call-${i}`);

const card = scorecardSchema.parse({
  sections: [{ id: 's', label: 'All', criteria: [{ id: 'greets', label: 'Greets', answer: { type: 'yes-no' } }] }],
});

interface Desk extends Seat {
  id: string;
  agreement: Agreement;
}

let desks: Desk[] = [];
async function openDesk(name: string): Promise<Desk> {
  const seat = await openSeat();
  const { id } = await seat.review.nameReviewer(name);
  const { db, review } = seat;
  const agreement = createAgreement({
    review,
    readers: {
      calibration: async (query) => readCalibration(db, query),
      calibrationSources: async (reader) => readCalibrationSources(db, reader),
    },
  });
  const desk = { ...seat, id, agreement };
  desks.push(desk);
  return desk;
}
beforeEach(() => {
  desks = [];
});
afterEach(() => Promise.all(desks.map(({ close }) => close())));

/** What a bundle carries: the log, in whatever order, as often as one likes. */
async function send(from: Desk, to: Desk): Promise<void> {
  const events = [...eachEvent(from.db, null), ...eachEvent(from.db, callIds)];
  await to.review.importEvents([...events].reverse());
  await to.review.importEvents(events);
}

async function preparePack(lead: Desk, reviewers: readonly Desk[]): Promise<void> {
  await lead.review.apply(null, [
    { kind: 'scorecard', itemId: 'card', callId: null, set: { name: 'Manner' } },
    {
      kind: 'scorecard-version',
      itemId: 'card-1',
      callId: null,
      set: { scorecardId: 'card', number: 1, definition: card, publishedMs: 1 },
    },
    {
      kind: 'pack',
      itemId: 'pack',
      callId: null,
      set: { name: 'November', versionId: 'card-1', callIds, reviewers: reviewers.map(({ id }) => id), blind: true },
    },
  ]);
}

async function handIn(
  desk: Desk,
  callId: string,
  yes: boolean,
  more: { packId?: string; repeatOf?: string } = { packId: 'pack' },
): Promise<string> {
  const reviewId = `${desk.id}-${callId}${more.repeatOf ? '-again' : ''}`;
  await desk.review.apply(callId, [
    {
      kind: 'review',
      itemId: reviewId,
      callId,
      set: { reviewer: desk.id, versionId: 'card-1', state: 'in-progress', ...more },
    },
    {
      kind: 'score',
      itemId: `${reviewId}/greets`,
      callId,
      set: {
        reviewId,
        criterionId: 'greets',
        value: { is: 'answer', answer: yes },
        comment: 'heard it',
        evidence: [{ on: 'range', startMs: 100, endMs: 900 }],
      },
    },
    {
      kind: 'annotation',
      itemId: `${reviewId}-mark`,
      callId,
      set: { anchor: { on: 'range', startMs: yes ? 1000 : 1200, endMs: 2000 }, tags: ['noise'] },
    },
  ]);
  const known = (await desk.review.of(callId, 0)).items.find(({ id }) => id === reviewId);
  await desk.review.apply(callId, [
    {
      kind: 'review',
      itemId: reviewId,
      callId,
      set: { state: 'done', submittedMs: 1_700_000_000_000 + (more.repeatOf ? 86_400_000 : 0) },
      seen: known?.heads ?? {},
    },
  ]);
  return reviewId;
}

const ofPack = { of: { what: 'pack', packId: 'pack' }, reference: null } as const;
const ofVersion = (filter = {}) =>
  ({ of: { what: 'version', versionId: 'card-1', fromMs: null, toMs: null, filter }, reference: null }) as const;

describe('blind calibration of two reviewers on two computers', () => {
  it('shows nobody the other’s scores before their own are handed in, then both the same figures', async () => {
    const meg = await openDesk('Meg');
    const owen = await openDesk('Owen');
    await preparePack(meg, [meg, owen]);
    await send(meg, owen);
    await expect(owen.agreement.report(ofPack)).rejects.toMatchObject({ code: 'conflict' });

    for (const [i, callId] of callIds.entries()) await handIn(owen, callId, said.owen[i] === '1');
    await send(owen, meg);
    // Owen's work is here, and Meg is told only that it is.
    expect(await meg.agreement.sources()).toMatchObject({
      packs: [
        {
          packId: 'pack',
          name: 'November',
          calls: 10,
          open: false,
          reviewers: [
            { reviewer: meg.id, submitted: 0 },
            { reviewer: owen.id, submitted: 10 },
          ],
        },
      ],
    });
    await expect(meg.agreement.report(ofPack)).rejects.toMatchObject({ code: 'conflict' });
    const hidden = await meg.agreement.report(ofVersion());
    expect(hidden).toMatchObject({ hiddenCalls: 10, report: { reviews: 0, disagreements: [], times: [] } });

    await handIn(meg, 'call-0', false);
    const first = await meg.agreement.report(ofPack);
    expect(first).toMatchObject({ hiddenCalls: 9, report: { reviews: 2, differing: 1 } });
    expect(first.report.disagreements[0]?.answers.map(({ comment }) => comment)).toEqual(['heard it', 'heard it']);

    for (const [i, callId] of callIds.entries()) if (i > 0) await handIn(meg, callId, said.meg[i] === '1');
    await send(meg, owen);
    const [atMeg, atOwen] = [await meg.agreement.report(ofPack), await owen.agreement.report(ofPack)];
    expect(atMeg).toEqual(atOwen);
    const [greets] = atMeg.report.criteria;
    expect(greets?.answered.alpha.value).toBeCloseTo(0.095, 3);
    expect(greets?.answered.percent.value).toBeCloseTo(0.6, 12);
    expect(greets?.answered.alpha.whyNoInterval).toBe('too-few');
    expect(atMeg).toMatchObject({ hiddenCalls: 0, otherVersion: 0, report: { differing: 4 } });
    // Both marked each call: 6 alike, 4 with 200 ms between their beginnings.
    expect(atMeg.report.times).toMatchObject([
      { tagId: 'noise', ranges: { matched: 10, unmatched: 0, startMs: { median: 0, p95: 200 }, endMs: { p95: 0 } } },
    ]);
  });

  it('a lead who is not in the pack sees it at once; who is in it and reviewed outside of it does not', async () => {
    const lead = await openDesk('Lead');
    const meg = await openDesk('Meg');
    const owen = await openDesk('Owen');
    await preparePack(lead, [meg, owen]);
    await send(lead, meg);
    await send(lead, owen);
    await handIn(owen, 'call-1', true);
    await send(owen, lead);
    await send(owen, meg);
    expect((await lead.agreement.report(ofPack)).report.reviews).toBe(1);
    await handIn(meg, 'call-1', false, {});
    await expect(meg.agreement.report(ofPack)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('a hidden repeat shows as drift once it is handed in', async () => {
    const meg = await openDesk('Meg');
    await preparePack(meg, []);
    const first = await handIn(meg, 'call-3', true, {});
    await handIn(meg, 'call-3', false, { repeatOf: first });
    const { report } = await meg.agreement.report(ofVersion());
    expect(report.calls).toEqual([]);
    expect(report.drift).toMatchObject([
      {
        reviewer: meg.id,
        same: { value: 0, units: 1 },
        repeats: [{ callId: 'call-3', days: 1, compared: 1, difference: -100 }],
      },
    ]);
    expect(await meg.agreement.sources()).toMatchObject({
      versions: [{ versionId: 'card-1', reviews: 2, repeats: 1 }],
    });
    // The first review may lie before the time that is asked for.
    const later = await meg.agreement.report({
      of: { ...ofVersion().of, fromMs: 1_700_000_000_001, toMs: null },
      reference: null,
    });
    expect(later.report).toMatchObject({ reviews: 1, drift: [{ reviewer: meg.id }] });
  });

  it('says what is not here, and takes reviews of calls that are not here', async () => {
    const meg = await openDesk('Meg');
    await expect(meg.agreement.report(ofPack)).rejects.toMatchObject({ code: 'not-found' });
    await expect(meg.agreement.report(ofVersion())).rejects.toMatchObject({ code: 'not-found' });
    expect(await meg.agreement.sources()).toEqual({ packs: [], versions: [] });
    await preparePack(meg, []);
    await handIn(meg, 'call-1', true, {});
    expect((await meg.agreement.report(ofVersion())).report.reviews).toBe(1);
    expect((await meg.agreement.report(ofVersion({ statusGroups: ['ended'] }))).report.reviews).toBe(0);
  });

  it('answers that a version does not have, and unreadable ones, are left out', async () => {
    const meg = await openDesk('Meg');
    await preparePack(meg, []);
    const reviewId = await handIn(meg, 'call-1', true, {});
    await meg.review.apply('call-2', [
      { kind: 'review', itemId: 'odd', callId: 'call-2', set: { versionId: 'card-1', state: 'done' } },
      { kind: 'score', itemId: 'odd/greets', callId: 'call-2', set: { value: { is: 'answer', answer: 'maybe' } } },
      { kind: 'score', itemId: 'odd/gone', callId: 'call-2', set: { value: { is: 'answer', answer: true } } },
    ]);
    const { report } = await meg.agreement.report(ofVersion());
    expect(report.reviews).toBe(2);
    expect(report.criteria[0]).toMatchObject({ criterionId: 'greets', answers: 1, raters: 1 });
    expect(reviewId).toContain('call-1');
  });
});
