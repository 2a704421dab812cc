import type { FindSource } from '#shared/logic/find-in-call.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import { toolName, toolParts } from '#shared/logic/tool-call.ts';
import type { TimelineItem } from '#shared/logic/transcript.ts';
import type { Turn } from '#shared/model/turn.ts';

const names = { agent: 'Agent', caller: 'Caller' } as const;

/** Who speaks, by name; a role this version does not know as the vendor wrote it. */
export function speakerName(turn: Pick<Turn, 'role' | 'rawRole'>): string {
  return turn.role === 'other' ? neutraliseText(turn.rawRole).trim() || 'Unknown role' : names[turn.role];
}

/** The texts of one thing in the transcript, as they are shown. `title` is null where the text needs none. */
export function textsOf(item: TimelineItem): { field: string; title: string | null; text: string }[] {
  if (item.kind === 'turn') return [{ field: 'text', title: null, text: neutraliseText(item.turn.content) }];
  return [{ field: 'name', title: null, text: toolName(item.call) }, ...toolParts(item.call)];
}

/** Everything in a call that can be found, in the order shown. */
export function findSources(items: readonly TimelineItem[]): FindSource[] {
  return items.flatMap((item, at) => textsOf(item).map(({ field, text }) => ({ item: at, field, text })));
}
