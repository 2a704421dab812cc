import type { Entry, ToolSpec } from './types.ts';

/** The `system` pair of a tool call, as voicy-api.md describes it. */
export function invocationEntry(id: string, spec: ToolSpec, atMs: number): Entry {
  return {
    role: 'system',
    content: '',
    timestamp_ms: Math.round(atMs),
    invocation_id: id,
    function_invocation: {
      node_name: spec.node,
      method: spec.method,
      url: spec.url,
      request_body: spec.body ?? null,
      headers: { Authorization: '[REDACTED]', 'Content-Type': 'application/json' },
    },
  };
}

export function resultEntry(id: string, spec: ToolSpec, atMs: number, durationMs: number): Entry {
  return {
    role: 'system',
    content: '',
    timestamp_ms: Math.round(atMs),
    invocation_id: id,
    function_result: {
      node_name: spec.node,
      status_code: spec.status === undefined ? 200 : spec.status,
      response_body: spec.response ?? null,
      extracted_vars: spec.vars ?? {},
      duration_ms: durationMs,
      error: spec.error ?? null,
    },
  };
}
