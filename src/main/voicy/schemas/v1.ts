import type { LateField } from '../types.ts';
import { duration, either, finite, object, stringMap, text } from './fields.ts';

/** What the first documented generation (`/v1/list-calls`) adds. The cost may also be one number. */
export const v1Fields = {
  account: object,
  call_cost: either(finite, object),
  detected_gender: text,
  vars_provided: stringMap,
  vars_extracted: stringMap,
};

export const accountFields = { id: text, name: text };
export const costFields = { combined_cost: finite, currency: text };

/** What this generation may add after the call. */
export const v1Late: readonly LateField[] = ['summary', 'cost', 'extracted', 'recording'];

/** One transcript entry; a `system` entry carries one of the two nested objects. */
export const entryFields = {
  role: text,
  content: text,
  timestamp_ms: duration,
  gender: text,
  latency_breakdown: object,
};
