import { type CompareRef, MAX_COMPARED } from '#shared/model/compare.ts';

/** What an address says is side by side. */
export interface Compared {
  readonly refs: readonly CompareRef[];
  readonly base: number;
}

/**
 * Reads `turn=<call>~<index>` and `call=<call>`, in their order, and `base`. What cannot be read, is there twice or is one
 * too many is left out; all are of the first one's kind.
 */
export function parseCompared(query: string): Compared {
  const params = new URLSearchParams(query);
  const found: CompareRef[] = [];
  for (const [name, value] of params) {
    const ref = name === 'call' ? callRef(value) : name === 'turn' ? turnRef(value) : null;
    if (ref === null || found.length >= MAX_COMPARED) continue;
    const [first] = found;
    const fits = first === undefined || (first.index === null) === (ref.index === null);
    if (fits && !found.some((other) => other.callId === ref.callId && other.index === ref.index)) found.push(ref);
  }
  const base = Number(params.get('base') ?? '0');
  return { refs: found, base: Number.isInteger(base) && base >= 0 && base < found.length ? base : 0 };
}

function callRef(value: string): CompareRef | null {
  return value === '' || value.length > 200 ? null : { callId: value, index: null };
}

function turnRef(value: string): CompareRef | null {
  // The id may hold the sign too.
  const match = /^(.+)~(\d{1,7})$/s.exec(value);
  const callId = match?.[1];
  if (match === null || callId === undefined || callId.length > 200) return null;
  return { callId, index: Number(match[2]) };
}

/** The address of a comparison. */
export function compareHref(refs: readonly CompareRef[], base: number): string {
  const params = new URLSearchParams();
  for (const { callId, index } of refs) {
    if (index === null) params.append('call', callId);
    else params.append('turn', `${callId}~${index}`);
  }
  if (base > 0) params.set('base', String(base));
  const query = params.toString();
  return query === '' ? '#/compare' : `#/compare?${query}`;
}
