import type { ToolCall } from '../model/turn.ts';
import { absent, formatLatency } from './format.ts';
import { indentJson } from './json-indent.ts';
import { neutraliseText } from './plain-text.ts';

export type ToolErrorClass = 'timeout' | 'non-2xx' | 'bad-json' | 'network' | 'other';

/** How a tool call went. `word` says it in the interface's language, or as the vendor wrote it. */
export interface ToolOutcome {
  readonly kind: 'ok' | 'failed' | 'no-result';
  /** Null unless it failed. */
  readonly errorClass: ToolErrorClass | null;
  readonly word: string;
}

const errors: Record<string, { errorClass: ToolErrorClass; word: string }> = {
  timeout: { errorClass: 'timeout', word: 'timed out' },
  non_2xx: { errorClass: 'non-2xx', word: 'refused by the service' },
  bad_response_json: { errorClass: 'bad-json', word: 'answer was not JSON' },
  network: { errorClass: 'network', word: 'network failure' },
  ssrf_blocked: { errorClass: 'other', word: 'address not allowed' },
  type_validation_failed: { errorClass: 'other', word: 'answer had the wrong types' },
  invalid_url: { errorClass: 'other', word: 'invalid address' },
};

/** Classes what the vendor reports of a tool call; an error it has not named before is shown as sent. */
export function toolOutcome(call: Pick<ToolCall, 'error' | 'statusCode' | 'hasResult'>): ToolOutcome {
  if (call.error !== null) {
    const found = Object.hasOwn(errors, call.error) ? errors[call.error] : undefined;
    return { kind: 'failed', ...(found ?? { errorClass: 'other', word: neutraliseText(call.error) }) };
  }
  if (!call.hasResult) return { kind: 'no-result', errorClass: null, word: 'no result reported' };
  if (call.statusCode !== null && (call.statusCode < 200 || call.statusCode > 299)) {
    return { kind: 'failed', errorClass: 'non-2xx', word: 'refused by the service' };
  }
  return { kind: 'ok', errorClass: null, word: 'done' };
}

export const toolName = (call: Pick<ToolCall, 'name'>): string => neutraliseText(call.name) || 'unnamed tool';

/** One text of an unfolded tool call, as it is shown. `json` = it was JSON and has been indented. */
export interface ToolPart {
  readonly field: string;
  readonly title: string;
  readonly text: string;
  readonly json: boolean;
}

const pairs = (record: Readonly<Record<string, string>>): string =>
  Object.entries(record)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');

function bodyPart(field: string, title: string, body: string): ToolPart {
  const trimmed = body.trimStart();
  const indented = trimmed.startsWith('{') || trimmed.startsWith('[') ? indentJson(body) : null;
  return { field, title, text: neutraliseText(indented ?? body), json: indented !== null };
}

/** What was sent and what came back, in the order shown; parts that the vendor left out are not there. */
export function toolParts(call: ToolCall): ToolPart[] {
  const parts: ToolPart[] = [];
  const plain = (field: string, title: string, text: string) => {
    if (text !== '') parts.push({ field, title, text: neutraliseText(text), json: false });
  };
  plain('address', 'Address', [call.method, call.url].filter((part) => part !== null).join(' '));
  if (call.headers !== null) plain('headers', 'Headers', pairs(call.headers));
  if (call.requestBody !== null) parts.push(bodyPart('request', 'Request', call.requestBody));
  if (call.responseBody !== null) parts.push(bodyPart('response', 'Response', call.responseBody));
  if (call.extractedVars !== null) plain('variables', 'Variables taken from the answer', pairs(call.extractedVars));
  return parts;
}

/** A tool call in one line of plain text: `find_patient 200 done, 436 ms`. */
export function toolLine(call: ToolCall): string {
  const { word } = toolOutcome(call);
  const status = call.statusCode === null ? '' : `${call.statusCode} `;
  const time = call.durationMs === null ? '' : `, ${formatLatency(call.durationMs)}`;
  return `${toolName(call)} ${status}${word}${time}`;
}

/** How long a tool call took, for its row. */
export const toolDuration = (call: Pick<ToolCall, 'durationMs'>): string =>
  call.durationMs === null ? absent : formatLatency(call.durationMs);

/** A stretch of a text; `redacted` = the vendor put a mark in the place of a value. */
export interface RedactedRun {
  readonly text: string;
  readonly start: number;
  readonly redacted: boolean;
}

/** Splits a text at the vendor's `[REDACTED]` marks. The runs put together are the text. */
export function splitRedacted(text: string): RedactedRun[] {
  const runs: RedactedRun[] = [];
  let start = 0;
  for (const part of text.split(/(\[REDACTED\])/iu)) {
    if (part !== '') runs.push({ text: part, start, redacted: /^\[REDACTED\]$/iu.test(part) });
    start += part.length;
  }
  return runs;
}
