import type { CallJson } from '../api/generations.ts';
import { RawJson, toJsonText } from '../http/json.ts';
import type { DriftFault, FaultOf, FaultTarget } from './fault.ts';
import type { FaultHooks, FaultMakers } from './hooks.ts';

const jsonOnly: readonly FaultTarget[] = ['list', 'get'];

/** Faults of a call's JSON. Without `callId` they change every call of the answer. */
export const driftFaults: FaultMakers<DriftFault> = {
  'deep-nesting': { targets: jsonOnly, make: deepNesting },
  'big-number-id': { targets: jsonOnly, make: bigNumberId },
  'proto-key': { targets: jsonOnly, make: protoKey },
  'duplicate-keys': { targets: jsonOnly, make: duplicateKeys },
  'hostile-text': { targets: jsonOnly, make: hostileText },
  'unknown-field': { targets: jsonOnly, make: unknownField },
  'missing-field': { targets: jsonOnly, make: missingField },
  'wrong-type': { targets: jsonOnly, make: wrongType },
  'new-enum': { targets: jsonOnly, make: newEnum },
  'unparsable-call': { targets: jsonOnly, make: unparsableCall },
};

function deepNesting({ depth = 100_000 }: FaultOf<'deep-nesting'>): FaultHooks {
  const nested = new RawJson('['.repeat(depth) + ']'.repeat(depth));
  return { call: (call) => ({ ...call, nested }) };
}

function bigNumberId({ digits = '9007199254740993' }: FaultOf<'big-number-id'>): FaultHooks {
  return { call: (call) => ({ ...call, call_id: new RawJson(digits) }) };
}

function protoKey(): FaultHooks {
  const evil = '{"polluted":true}';
  return {
    call: (call) =>
      new RawJson(
        `{"__proto__":${evil},"constructor":{"prototype":${evil}},${toJsonText({
          ...call,
          vars_extracted: new RawJson(`{"__proto__":"polluted","toString":"x"}`),
        }).slice(1)}`,
      ),
  };
}

/** Every key of the call appears twice; the first value is wrong, and the last one wins in most parsers. */
function duplicateKeys(): FaultHooks {
  return {
    call(call) {
      const first = Object.keys(call).map((key) => `${JSON.stringify(key)}:"first of two"`);
      return new RawJson(`{${first.join(',')},${toJsonText(call).slice(1)}`);
    },
  };
}

const hostileTexts: Record<FaultOf<'hostile-text'>['text'], () => string> = {
  nul: () => 'before\u0000after',
  'lone-surrogate': () => 'high \ud83d low \udc00 end',
  megabyte: () => 'word '.repeat(209_716).slice(0, 1024 * 1024),
  bidi: () => 'invoice \u202Egpj.exe\u2066 \u200Bhidden\u2069',
  markup: () => '<svg onload=alert(1)><script>alert(1)</script><img src=x onerror=alert(1)> =HYPERLINK("http://x")',
};

/** In a list item there is no transcript, so the agent's name carries the text. */
function hostileText({ text }: FaultOf<'hostile-text'>): FaultHooks {
  const hostile = hostileTexts[text]();
  return {
    call(call) {
      const changed: CallJson = { ...call };
      if (Array.isArray(call.transcript)) {
        changed.transcript = call.transcript.map((entry: CallJson) => ({ ...entry, content: hostile }));
      } else if (typeof call.transcript === 'string') changed.transcript = hostile;
      if ('summary' in call) changed.summary = hostile;
      if (typeof call.agent === 'object' && call.agent !== null) changed.agent = { ...call.agent, name: hostile };
      return changed;
    },
  };
}

function unknownField({ field = 'sentiment_v2', value = { score: 0.5 } }: FaultOf<'unknown-field'>): FaultHooks {
  return { call: (call) => ({ ...call, [field]: value }) };
}

function missingField({ field }: FaultOf<'missing-field'>): FaultHooks {
  return { call: (call) => Object.fromEntries(Object.entries(call).filter(([name]) => name !== field)) };
}

function wrongType({ field, value = { unexpected: ['type'] } }: FaultOf<'wrong-type'>): FaultHooks {
  return { call: (call) => ({ ...call, [field]: value }) };
}

function newEnum({ field = 'call_status', value = 'transferred_to_human' }: FaultOf<'new-enum'>): FaultHooks {
  return { call: (call) => ({ ...call, [field]: value }) };
}

function unparsableCall({ as = 'string' }: FaultOf<'unparsable-call'>): FaultHooks {
  const values = { string: 'not a call', null: null, number: 42, 'empty-object': {} };
  return { call: () => values[as] };
}
