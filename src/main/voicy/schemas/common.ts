import { duration, either, instant, label, list, object, text } from './fields.ts';

/** Fields that all generations share. Everything is optional. */
export const commonFields = {
  call_type: text,
  call_status: text,
  direction: text,
  from_number: text,
  to_number: text,
  start_timestamp: instant,
  duration_ms: duration,
  transcript: either(text, list),
  recording_url: text,
  summary: text,
  agent: object,
};

/** `agent` of the generations that send an object. */
export const agentFields = { id: label, name: text, version: label };
