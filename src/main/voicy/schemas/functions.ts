import type { LateField } from '../types.ts';
import { bodyText, duration, finite, label, looseId, object, stringMap, text } from './fields.ts';

/** What today's generation (`/functions/v1/call-list`) adds. It has no cost. */
export const functionsFields = { vars_collected: stringMap };

export const functionsLate: readonly LateField[] = ['summary', 'extracted', 'recording'];

/** The two halves of a tool call, joined by `invocation_id`. */
export const systemFields = { invocation_id: looseId, function_invocation: object, function_result: object };

export const invocationFields = {
  invocation_id: looseId,
  node_name: label,
  method: text,
  url: text,
  request_body: bodyText,
  headers: stringMap,
};

export const resultFields = {
  invocation_id: looseId,
  node_name: label,
  status_code: finite,
  response_body: bodyText,
  extracted_vars: stringMap,
  duration_ms: duration,
  error: bodyText,
};
