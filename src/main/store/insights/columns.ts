import { type InsightWhy, insightWhySchema } from '#shared/model/insights/question.ts';

/** Texts that many rows share, by number; number 0 is the first one met. */
export class Dictionary {
  readonly texts: (string | null)[] = [];
  readonly #numbers = new Map<string | null, number>();

  numberOf(text: string | null): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.texts.length;
    this.#numbers.set(text, number);
    this.texts.push(text);
    return number;
  }

  /** -1 for a text that was never met. */
  find(text: string | null): number {
    return this.#numbers.get(text) ?? -1;
  }
}

/** What `callColumns` reads of the figures of a call, in this order. */
export const soundColumns = [
  'overlaps',
  'barge_ins',
  'agent_over_caller',
  'dead_airs',
  'dead_air_total_ms',
  'hold_total_ms',
  'monologues',
  'agent_talk_ms',
  'caller_talk_ms',
  'both_talk_ms',
  'silence_ms',
] as const;
export type SoundColumn = (typeof soundColumns)[number];

/** All calls of a workspace as columns; a call is a place in them. NaN = not known. */
export interface CallColumns {
  readonly count: number;
  readonly rowid: Float64Array;
  readonly ids: readonly string[];
  /** Number in `call_numbers`, 0 = none. */
  readonly no: Uint32Array;
  readonly startMs: Float64Array;
  readonly durationMs: Float64Array;
  readonly cost: Float64Array;
  /** Into `dictionaries`. */
  readonly agent: Uint32Array;
  readonly agentName: Uint32Array;
  readonly version: Uint32Array;
  readonly status: Uint32Array;
  readonly statusGroup: Uint32Array;
  readonly direction: Uint32Array;
  readonly generation: Uint32Array;
  readonly currency: Uint32Array;
  readonly noMeasure: Uint32Array;
  /** Bits of `callFlags`. */
  readonly flags: Uint8Array;
  readonly sound: Readonly<Record<SoundColumn, Float64Array>>;
}

/** `forWindow` = only a window can decode the recording, `undecodable` = nobody can. */
export const callFlags = {
  detailed: 1,
  indexed: 2,
  recording: 4,
  analysed: 8,
  callerHungUp: 16,
  forWindow: 32,
  undecodable: 64,
} as const;

export interface CallDictionaries {
  readonly agent: Dictionary;
  readonly agentName: Dictionary;
  readonly version: Dictionary;
  readonly status: Dictionary;
  readonly statusGroup: Dictionary;
  readonly direction: Dictionary;
  readonly generation: Dictionary;
  readonly currency: Dictionary;
  readonly noMeasure: Dictionary;
}

/** Numbers of `numberColumns`: as in `agent_turns`. */
export const numberColumns = [
  'reported_ms',
  'vad_ms',
  'stt_ms',
  'llm_startup_ms',
  'llm_sentence_ms',
  'tts_ms',
  'send_ms',
  'measured_ms',
] as const;
export type NumberColumn = (typeof numberColumns)[number];

export const turnFlags = { low: 1, bargedIn: 2, last: 4, answers: 8 } as const;

const whys = insightWhySchema.options;
/** A reason as a number, from 1; 0 = none. */
export const whyNumber = (why: string | null): number => (why === null ? 0 : whys.indexOf(why as InsightWhy) + 1);
export const whyOf = (number: number): InsightWhy | null => whys[number - 1] ?? null;

/** Agent turns as columns that grow. What a turn of a replaced transcript held stays behind as a hole until all is read anew. */
export class TurnColumns {
  count = 0;
  /** Place of the turn's call in `CallColumns`. */
  call: Uint32Array;
  idx: Int32Array;
  /** -1 = nobody spoke before. */
  callerIdx: Int32Array;
  /** -1 = none. */
  wording: Int32Array;
  numbers: Record<NumberColumn, Float64Array>;
  flags: Uint8Array;
  why: Uint8Array;
  tools: Uint8Array;
  toolErrors: Uint8Array;

  constructor(capacity: number) {
    this.call = new Uint32Array(capacity);
    this.idx = new Int32Array(capacity);
    this.callerIdx = new Int32Array(capacity);
    this.wording = new Int32Array(capacity);
    this.numbers = Object.fromEntries(numberColumns.map((name) => [name, new Float64Array(capacity)])) as Record<
      NumberColumn,
      Float64Array
    >;
    this.flags = new Uint8Array(capacity);
    this.why = new Uint8Array(capacity);
    this.tools = new Uint8Array(capacity);
    this.toolErrors = new Uint8Array(capacity);
  }

  get capacity(): number {
    return this.idx.length;
  }

  /** Makes room for so many more. */
  reserve(more: number): void {
    const wanted = this.count + more;
    if (wanted <= this.capacity) return;
    const capacity = Math.max(wanted, Math.ceil(this.capacity * 1.5), 1024);
    this.call = grown(this.call, new Uint32Array(capacity));
    this.idx = grown(this.idx, new Int32Array(capacity));
    this.callerIdx = grown(this.callerIdx, new Int32Array(capacity));
    this.wording = grown(this.wording, new Int32Array(capacity));
    for (const name of numberColumns) this.numbers[name] = grown(this.numbers[name], new Float64Array(capacity));
    this.flags = grown(this.flags, new Uint8Array(capacity));
    this.why = grown(this.why, new Uint8Array(capacity));
    this.tools = grown(this.tools, new Uint8Array(capacity));
    this.toolErrors = grown(this.toolErrors, new Uint8Array(capacity));
  }
}

function grown<T extends Uint8Array | Uint32Array | Int32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
