import * as card from './dialogues/card.ts';
import * as hebrew from './dialogues/hebrew.ts';
import { sixteenMeters } from './dialogues/landlord.ts';
import * as parcel from './dialogues/parcel.ts';
import * as travel from './dialogues/travel.ts';
import * as utility from './dialogues/utility.ts';
import { MINUTE, type Plan, planFor } from './plan.ts';
import { SOUNDS as S } from './sounds.ts';
import type { Call } from './types.ts';

const leo2 = planFor('leo', 2);
const leo3 = planFor('leo', 3);
const callum11 = planFor('callum', 11);
const callum12 = planFor('callum', 12);
const woman = { gender: 'female' } as const;
const man = { gender: 'male' } as const;
const outbound = { direction: 'outgoing', status: 'agent_hangup' } as const;
const spanish = { lang: 'es' } as const;
const inHebrew = { lang: 'he' } as const;

const withoutLatency = (call: Call) => {
  for (const entry of call.transcript ?? []) if (entry.role === 'agent') entry.latency_breakdown = null;
};
/** Some stages did not reach the vendor's log. */
const withGapsInLatency = (call: Call) => {
  call.transcript?.forEach((entry, index) => {
    if (!entry.latency_breakdown) return;
    if (index % 2 === 0) delete entry.latency_breakdown.stt_finalize_ms;
    if (index % 5 === 3) delete entry.latency_breakdown.send_overhead_ms;
  });
};
const withoutOneTime = (call: Call) => {
  const entry = call.transcript?.filter((candidate) => candidate.role === 'agent')[3];
  if (entry) delete entry.timestamp_ms;
};
const unsummed = (call: Call) => Object.assign(call, { summary: null, vars_extracted: null });
const unpriced = (call: Call) => Object.assign(call, { call_cost: null, detected_gender: null });

/** Leo: Swiftparcel; the tracking service times out under version 3. Callum: cards and electricity; 12 misreports. */
export const LINES: Plan[] = [
  leo2('parcel-1', parcel.whereIsMyParcel, S.mp3At8, { ...woman, also: withoutLatency }),
  leo2('parcel-2', parcel.whereIsMyParcel, S.mp3Mix, { ...woman, voice: 1, also: withGapsInLatency }),
  leo2('parcel-3', parcel.whereIsMyParcel, S.opus, { ...man, voice: 1, status: 'agent_hangup' }),
  leo2('delivery-1', parcel.deliveryCall, S.alawMix, { ...woman, ...outbound, voice: 1 }),
  leo2('parcel-es-1', parcel.parcelSpanish, S.opusSwapped, { ...spanish, ...woman }),
  leo2('parcel-he-1', hebrew.parcelHebrew, S.m4a, { ...inHebrew, ...man }),
  leo2('silent-1', parcel.silentCaller, S.mulaw, { ...man, status: 'inactivity', tailMs: 2600 }),

  leo3('timeout-1', parcel.lookupTimesOut, S.opus, { ...woman, status: 'user_hangup' }),
  leo3('timeout-2', parcel.lookupTimesOut, S.mp3VbrAt8, { ...man, voice: 1 }),
  leo3('timeout-3', parcel.lookupTimesOut, S.opus, { ...woman, voice: 1, agoMs: 260 * MINUTE }),
  leo3('fails-1', parcel.lookupFailsTwice, S.m4aSwapped, { ...woman, voice: 2 }),
  leo3('fails-2', parcel.lookupFailsTwice, S.opusEcho, { ...man, voice: 2, status: 'agent_hangup' }),
  leo3('parcel-4', parcel.whereIsMyParcel, S.mp3VbrAt44, { ...man, voice: 4 }),
  leo3('delivery-2', parcel.deliveryCall, S.mulawMix, {
    ...man,
    ...outbound,
    voice: 1,
    noTranscript: true,
    also: unsummed,
  }),
  leo3('delivery-3', parcel.deliveryCall, null, { ...woman, ...outbound, voice: 1 }),
  leo3('parcel-es-2', parcel.parcelSpanish, S.opusMix, { ...spanish, ...man }),
  leo3('parcel-he-2', hebrew.parcelHebrew, S.mp3At8Swapped, { ...inHebrew, ...woman, agoMs: 140 * MINUTE }),
  leo3('silent-2', parcel.silentCaller, null, { ...man, status: 'error_inactivity', also: unpriced }),
  leo3('leaves-1', parcel.callerLeaves, S.opus, { ...man, voice: 4, status: 'inactivity' }),
  leo3('dropped-1', parcel.dropped, S.pcmMix, { ...woman, status: 'error', tailMs: 2400, also: unsummed }),
  leo3('ongoing-1', parcel.justBegun, null, { ...woman, status: 'ongoing', agoMs: 65_000 }),

  callum11('lost-1', card.lostCard, S.m4aMoovLastMix, { ...woman, damaged: 0.55 }),
  callum11('lost-2', card.lostCard, S.mp3At44, { ...woman, voice: 1, also: withoutOneTime }),
  callum11('dispute-1', card.disputedCharge, S.opusFine, { ...man }),
  callum11('fraud-1', card.fraudCheck, S.opusMix, {
    ...man,
    ...outbound,
    voice: 3,
    agoMs: 20.7 * 24 * 60 * MINUTE,
    delivery: { recordingState: 'gone' },
  }),
  callum11('bill-1', utility.highBill, S.mp3Vbr, {
    ...man,
    voice: 2,
    also: (call) => Object.assign(call, { agent: null }),
  }),
  callum11('meters-1', sixteenMeters, S.opusMix, { ...man, story: 'long-call' }),
  callum11('travel-1', travel.travelPlans, S.opusEcho, { ...woman, voice: 2, status: 'agent_hangup' }),

  callum12('travel-2', travel.travelPlans, S.opusSwapped, { ...man, voice: 4, agoMs: 31 * 60 * MINUTE }),
  callum12('lost-3', card.lostCard, S.opus, { ...woman, voice: 4 }),
  callum12('lost-4', card.lostCard, S.m4a, { ...man, voice: 3, agoMs: 225 * MINUTE }),
  callum12('dispute-2', card.disputedCharge, S.mp3At8, { ...woman, voice: 1 }),
  callum12('fraud-2', card.fraudCheck, S.flac, { ...woman, ...outbound, also: unpriced }),
  callum12('bill-2', utility.highBill, S.opusWide, { ...woman, voice: 1 }),
  callum12('outage-1', utility.outage, S.opus, { ...woman, status: 'agent_hangup' }),
  callum12('card-es-1', card.cardSpanish, S.opusSwapped, { ...spanish, ...woman }),
];
