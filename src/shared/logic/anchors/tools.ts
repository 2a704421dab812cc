import type { Anchor, Placement } from '../../model/review/anchor.ts';
import { type AnchorTool, MAX_NAME } from './make.ts';

type ToolKey = Extract<Anchor, { on: 'tool' }>['tool'];

/** Is it the name that the key holds, which cuts long ones? */
const isCalled = (name: string, kept: string): boolean =>
  name === kept || (kept.length >= MAX_NAME - 1 && name.startsWith(kept));

/** Finds a tool call again: by its id, else by name and time, else by name and place. */
export function placeTool(key: ToolKey, toolCalls: readonly AnchorTool[]): Placement {
  const answer = (state: 'same' | 'moved' | 'check', tool: number, why: string | null): Placement => ({
    state,
    turn: null,
    from: null,
    to: null,
    tool,
    why,
  });
  const sure = (at: number) => answer(toolCalls[at]?.entry === key.entry ? 'same' : 'moved', at, null);
  const all = (test: (call: AnchorTool) => boolean): number[] =>
    toolCalls.flatMap((call, at) => (test(call) ? [at] : []));
  const named = (call: AnchorTool) => isCalled(call.name, key.name);
  const nearest = (places: readonly number[]): number =>
    places.reduce((best, at) => (distance(at) < distance(best) ? at : best), places[0] ?? 0);
  const distance = (at: number) => Math.abs((toolCalls[at]?.entry ?? 0) - key.entry);

  const { invocationId } = key;
  const byId =
    invocationId === null ? [] : all((call) => call.invocationId !== null && isCalled(call.invocationId, invocationId));
  const [only] = byId;
  if (only !== undefined && byId.length === 1) {
    const call = toolCalls[only];
    if (call !== undefined && named(call)) return sure(only);
    return answer('check', only, 'The tool call with this id has another name now.');
  }
  const among = (byId.length > 0 ? byId : all(named)).filter((at) => {
    const call = toolCalls[at];
    return call !== undefined && named(call);
  });
  const byTime = among.filter((at) => key.startMs !== null && toolCalls[at]?.startMs === key.startMs);
  const [timed] = byTime;
  if (timed !== undefined && byTime.length === 1) return sure(timed);
  const kept = byTime.find((at) => toolCalls[at]?.entry === key.entry);
  if (kept !== undefined) return sure(kept);
  // Without ids and times the only call of this name, where it was, is the one.
  const [single] = among;
  const untimed = key.startMs === null || toolCalls[single ?? -1]?.startMs === null;
  if (single !== undefined && among.length === 1 && untimed && toolCalls[single]?.entry === key.entry)
    return sure(single);
  if (among.length > 0) {
    return answer('check', nearest(among), 'There are calls of this tool, but it is not clear which was meant.');
  }
  return { ...answer('check', 0, 'This tool call is not in the transcript any more.'), state: 'lost', tool: null };
}
