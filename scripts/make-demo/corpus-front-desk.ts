import * as dental from './dialogues/dental.ts';
import * as hebrew from './dialogues/hebrew.ts';
import * as hotel from './dialogues/hotel.ts';
import { MINUTE, type Plan, planFor } from './plan.ts';
import { SOUNDS as S } from './sounds.ts';

const mia5 = planFor('mia', 5);
const mia6 = planFor('mia', 6);
const mia7 = planFor('mia', 7);
const woman = { gender: 'female' } as const;
const man = { gender: 'male' } as const;
const outbound = { direction: 'outgoing', status: 'agent_hangup' } as const;
const spanish = { lang: 'es' } as const;
const inHebrew = { lang: 'he' } as const;

/** Mia: Brightwater Dental and Hotel Alameda. Version 7 thinks 700 ms longer before its first token. */
export const FRONT_DESK: Plan[] = [
  mia5('checkup-1', dental.bookCheckup, S.mp3At16, man),
  mia5('hotel-1', hotel.reserveRoom, S.opusEcho, { ...man, voice: 3 }),
  mia5('reminder-1', dental.reminder, S.pcmMix, { ...outbound, ...man, voice: 4 }),

  mia6('checkup-2', dental.bookCheckup, S.opus, { ...man, voice: 1 }),
  mia6('checkup-3', dental.bookCheckup, S.m4aMoovLast, woman),
  mia6('reschedule-1', dental.reschedule, S.mp3Vbr, { ...woman, voice: 1, status: 'agent_hangup' }),
  mia6('reschedule-2', dental.reschedule, S.opusSwapped, { ...man, voice: 2 }),
  mia6('reminder-2', dental.reminder, S.pcmMix, { ...outbound, ...woman, tailMs: 2900 }),
  mia6('toothache-1', dental.toothache, S.adts, { ...man, voice: 3 }),
  mia6('hotel-2', hotel.reserveRoom, S.mp3At8, { ...woman, voice: 1 }),
  mia6('checkup-he-1', hebrew.bookCheckupHebrew, S.opusSwapped, { ...inHebrew, ...woman }),
  mia6('hotel-es-1', hotel.reserveRoomSpanish, S.m4a, { ...spanish, ...man }),

  mia7('checkup-4', dental.bookCheckup, S.m4aSwapped, woman),
  mia7('checkup-5', dental.bookCheckup, S.opusWide, { ...man, voice: 4, agoMs: 190 * MINUTE }),
  mia7('reschedule-3', dental.reschedule, S.webm, {
    ...woman,
    voice: 1,
    also: (call) => Object.assign(call, { account: null }),
  }),
  mia7('reschedule-4', dental.reschedule, S.mp3VbrAt8, { ...man, voice: 5 }),
  mia7('reminder-3', dental.reminder, S.flac, { ...outbound, ...man }),
  mia7('reminder-4', dental.reminder, S.mulawSwapped, { ...outbound, ...man, voice: 2, agoMs: 95 * MINUTE }),
  mia7('toothache-2', dental.toothache, S.mp3VbrNoXing, woman),
  mia7('hotel-3', hotel.reserveRoom, S.m4aAt48, { ...woman, voice: 1, web: 'absent', agoMs: 330 * MINUTE }),
  mia7('checkup-he-2', hebrew.bookCheckupHebrew, S.opusMix, { ...inHebrew, ...woman, web: 'null' }),
  mia7('reminder-he-1', hebrew.reminderHebrew, S.flac, { ...inHebrew, ...man, ...outbound }),
  mia7('hotel-es-2', hotel.reserveRoomSpanish, S.mp3At8Swapped, { ...spanish, ...woman }),
  mia7('hotel-es-late', hotel.lateArrivalSpanish, S.opus, { ...spanish, ...man, agoMs: 41 * MINUTE }),
  // Ends while one watches: what arrives late arrives half a minute later.
  mia7('checkup-live', dental.bookCheckup, S.opus, { ...man, voice: 1, agoMs: 12_000, endsLive: true }),
  // Ended just before the workbench was opened; its recording is still being processed.
  mia7('checkup-new', dental.bookCheckup, S.m4aWide, {
    ...woman,
    voice: 1,
    agoMs: 3 * MINUTE,
    delivery: { recordingState: 'late', recordingLateMs: 75_000, lateFieldsAfterMs: 45_000 },
  }),
];
