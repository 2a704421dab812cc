import type { Anchor, Placement } from '../../model/review/anchor.ts';
import type { Severity } from '../../model/review/items.ts';
import type { ToolCall, Turn } from '../../model/turn.ts';
import { findActiveTurn, type TurnIndex } from '../transcript.ts';

/** An annotation as it is worked with: where it stands in today's call, and what it says. */
export interface Note {
  readonly id: string;
  readonly author: string;
  readonly createdMs: number;
  readonly updatedMs: number;
  readonly anchor: Anchor;
  readonly placement: Placement | null;
  readonly text: string;
  readonly tags: readonly string[];
  readonly severity: Severity | null;
  readonly resolved: boolean;
  readonly sameAs: readonly string[];
  /** On the recording's clock, ms; null for what stands on the whole call, or has no time. */
  readonly startMs: number | null;
  /** The end of a range. */
  readonly endMs: number | null;
  /** Where it is listed in the transcript: its turn, or for a moment the turn heard then; null for the call and what is lost. */
  readonly turn: number | null;
  /** The tool call it stands on, by position. */
  readonly tool: number | null;
  /** Fields on which two seats disagree. */
  readonly disputed: readonly string[];
  /** Names the events that hold its text: another one when somebody has written since. */
  readonly textVersion: string;
}

/** An annotation's item, read. All of its fields may be missing. */
export interface AnnotationRecord {
  readonly id: string;
  readonly author: string;
  readonly createdMs: number;
  readonly updatedMs: number;
  readonly fields: {
    readonly anchor: Anchor | null;
    readonly text: string | null;
    readonly tags: readonly string[] | null;
    readonly severity: Severity | null;
    readonly resolved: boolean | null;
    readonly sameAs: readonly string[] | null;
  };
  readonly disputed: readonly string[];
  readonly textVersion: string;
}

/** The call that annotations stand on; turns at the times at which they are heard. */
export interface NotedCall {
  readonly turns: readonly Pick<Turn, 'startMs'>[];
  readonly toolCalls: readonly Pick<ToolCall, 'startMs'>[];
  readonly index: TurnIndex;
}

/** Puts annotations on the call, in its order; `placements` go with the records. */
export function placeNotes(
  records: readonly AnnotationRecord[],
  placements: readonly (Placement | null)[],
  call: NotedCall,
): Note[] {
  return records.map((record, at) => placeNote(record, placements[at] ?? null, call)).sort(alongCall);
}

/** One annotation on the call. An item without an anchor is on the whole of it. */
export function placeNote(record: AnnotationRecord, placement: Placement | null, call: NotedCall): Note {
  const { id, author, createdMs, updatedMs, fields, disputed, textVersion } = record;
  const anchor = fields.anchor ?? { on: 'call' };
  return {
    id,
    author,
    createdMs,
    updatedMs,
    anchor,
    placement,
    text: fields.text ?? '',
    tags: fields.tags ?? [],
    severity: fields.severity,
    resolved: fields.resolved ?? false,
    sameAs: fields.sameAs ?? [],
    disputed,
    textVersion,
    ...standing(anchor, placement, call),
  };
}

type Standing = Pick<Note, 'startMs' | 'endMs' | 'turn' | 'tool'>;

function standing(anchor: Anchor, placement: Placement | null, { turns, toolCalls, index }: NotedCall): Standing {
  const heardAt = (ms: number | null) => {
    const turn = ms === null ? -1 : findActiveTurn(index, ms);
    return turn < 0 ? null : turn;
  };
  switch (anchor.on) {
    case 'call':
      return { startMs: null, endMs: null, turn: null, tool: null };
    case 'turn':
    case 'text': {
      const turn = placement?.turn ?? null;
      const startMs = (turn === null ? null : turns[turn]?.startMs) ?? anchor.turn.startMs;
      return { startMs, endMs: null, turn, tool: null };
    }
    case 'point':
      return { startMs: anchor.atMs, endMs: null, turn: heardAt(anchor.atMs), tool: null };
    case 'range':
      return { startMs: anchor.startMs, endMs: anchor.endMs, turn: heardAt(anchor.startMs), tool: null };
    case 'tool': {
      const tool = placement?.tool ?? null;
      const startMs = (tool === null ? null : toolCalls[tool]?.startMs) ?? anchor.tool.startMs;
      return { startMs, endMs: null, turn: null, tool };
    }
  }
}

/** Along the call: what is on the whole of it first, then by time, by place in the turn, and by age. */
export function alongCall(a: Note, b: Note): number {
  return (
    (a.startMs ?? -1) - (b.startMs ?? -1) ||
    (a.turn ?? -1) - (b.turn ?? -1) ||
    (a.placement?.from ?? -1) - (b.placement?.from ?? -1) ||
    a.createdMs - b.createdMs ||
    (a.id < b.id ? -1 : 1)
  );
}

/** The annotations of each turn and each tool call, for the transcript's margin; by position, in the call's order. */
export interface MarginNotes {
  readonly turns: ReadonlyMap<number, readonly Note[]>;
  readonly tools: ReadonlyMap<number, readonly Note[]>;
}

/** Groups annotations by where they are shown in the transcript. What stands on the call, or nowhere, is in neither. */
export function groupForMargin(notes: readonly Note[]): MarginNotes {
  const turns = new Map<number, Note[]>();
  const tools = new Map<number, Note[]>();
  for (const note of notes) {
    const [map, key] = note.tool === null ? [turns, note.turn] : [tools, note.tool];
    if (key === null) continue;
    const group = map.get(key);
    if (group === undefined) map.set(key, [note]);
    else group.push(note);
  }
  return { turns, tools };
}

/** The annotation before or after a place in the call's order, going round at the ends; by id when one is chosen, else by time. */
export function stepNote(
  notes: readonly Note[],
  from: { readonly id: string | null; readonly timeMs: number },
  direction: 1 | -1,
): Note | undefined {
  const chosen = from.id === null ? -1 : notes.findIndex(({ id }) => id === from.id);
  if (chosen !== -1) return notes[(chosen + direction + notes.length) % notes.length];
  if (direction === 1) return notes.find(({ startMs }) => (startMs ?? -1) > from.timeMs) ?? notes[0];
  return notes.findLast(({ startMs }) => (startMs ?? -1) < from.timeMs) ?? notes.at(-1);
}

/** All that are linked as the same problem, whichever of two names the other, without `note` itself. */
export function sameProblem(notes: readonly Note[], note: Pick<Note, 'id' | 'sameAs'>): Note[] {
  return notes.filter(({ id, sameAs }) => id !== note.id && (note.sameAs.includes(id) || sameAs.includes(note.id)));
}
