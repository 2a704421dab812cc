import type { JsonObject } from '../json-text.ts';
import type { LateField } from '../types.ts';
import { label, list, stringMap, text } from './fields.ts';

/** What the first release sends instead: a bare agent id, one string as transcript, `metadata` for collected variables. */
export const legacyFields = {
  agent_id: label,
  agent_name: text,
  agent_version: label,
  disconnection_reason: text,
  transcript_object: list,
  metadata: stringMap,
};

/** The cost is late only where the account gets one at all, which the presence of the key tells. */
export function legacyLate(source: JsonObject): readonly LateField[] {
  return Object.hasOwn(source, 'call_cost') ? ['cost', 'recording'] : ['recording'];
}

const legacyStatuses = new Set(['in_progress', 'ended']);

/** Whether a call of the shared path speaks the first release's dialect; null when it does not say. */
export function looksLegacy(source: JsonObject): boolean | null {
  if (Object.hasOwn(source, 'agent')) return false;
  if (['agent_id', 'transcript_object', 'disconnection_reason'].some((key) => Object.hasOwn(source, key))) return true;
  if (typeof source.transcript === 'string') return true;
  if (source.direction === 'inbound' || source.direction === 'outbound') return true;
  return typeof source.call_status === 'string' && legacyStatuses.has(source.call_status) ? true : null;
}
