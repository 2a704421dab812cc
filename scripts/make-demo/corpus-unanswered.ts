import { MINUTE, type Plan, planFor } from './plan.ts';
import type { Call } from './types.ts';

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const outgoing = { direction: 'outgoing' } as const;
/** The vendor says 0 for some calls that nobody took, null for others. */
const zero = (call: Call) => Object.assign(call, { duration_ms: 0 });
const free = (call: Call) => Object.assign(call, { duration_ms: 0, call_cost: { combined_cost: 0, currency: 'usd' } });
const forPatient = (call: Call) =>
  Object.assign(call, { vars_provided: { patient_name: 'Ruth Bennett', appointment_day: 'Thursday' } });

export const UNANSWERED: Plan[] = [
  planFor('mia', 6)('busy-1', null, null, { ...outgoing, status: 'busy', also: zero }),
  planFor('leo', 3)('busy-2', null, null, { ...outgoing, status: 'busy', agoMs: 7.5 * HOUR }),
  planFor('mia', 7)('no-answer-1', null, null, {
    ...outgoing,
    status: 'no_answer',
    also: (call) => {
      zero(call);
      forPatient(call);
    },
  }),
  planFor('callum', 12)('no-answer-2', null, null, { ...outgoing, status: 'no_answer', also: free, agoMs: 27 * HOUR }),
  planFor('leo', 2)('error-1', null, null, { ...outgoing, status: 'error', agoMs: 12.3 * DAY }),
  planFor('callum', 11)('canceled-1', null, null, { ...outgoing, status: 'canceled', also: zero }),
  planFor('mia', 7)('initiated-1', null, null, { ...outgoing, status: 'initiated', agoMs: 4000, also: forPatient }),
  planFor('leo', 3)('ringing-1', null, null, { ...outgoing, status: 'ringing', agoMs: 11_000 }),
];
