import { type AnchorPlace, placeOnClock } from '#shared/logic/formats/anchor-place.ts';
import { type ExchangeItems, exchangeItems, exchangeNames } from '#shared/logic/formats/exchange-items.ts';
import { spokenTurns } from '#shared/logic/formats/spoken.ts';
import { measureCall } from '#shared/logic/timing/measure-call.ts';
import type { Anchor } from '#shared/model/review/anchor.ts';
import type { ExchangeCall } from '#shared/model/review/exchange.ts';
import { defaultSettings } from '#shared/model/settings.ts';
import type { CallTiming } from '#shared/model/timing.ts';
import type { ToolCall, Turn } from '#shared/model/turn.ts';
import { DETECTOR_VERSION } from '../audio/detect.ts';
import { findCallDetail } from '../store/call-detail.ts';
import type { ReadDb } from '../store/db.ts';
import { readValue } from '../store/key-values.ts';
import { findChangedItems } from '../store/review-items.ts';
import { findAdjustments, findSpeech } from '../store/timing.ts';

/** Gathers what is written out of calls. */
export interface Assembler {
  /** A call with everything; undefined when it is not here. */
  call(callId: string): ExchangeCall | undefined;
  /** Review work on a call that is not here: what has no time of its own has that of the transcript of then. */
  reviewOf(callId: string): ExchangeItems;
}

/** Reads the workspace's names once; each call is read when it is asked for. Times are those of the speech found so far. */
export function createAssembler(db: ReadDb): Assembler {
  const me = readValue(db, 'meta', 'reviewer_id') ?? null;
  const names = exchangeNames(findChangedItems(db, null, 0).items, me);
  const { deadAirMs, monologueMs } = defaultSettings;
  const itemsOf = (callId: string, place: (anchor: Anchor) => AnchorPlace) =>
    exchangeItems(findChangedItems(db, callId, 0).items, names, place);
  const call = (callId: string): ExchangeCall | undefined => {
    const detail = findCallDetail(db, callId);
    if (detail === undefined) return undefined;
    const { row, turns, toolCalls } = detail;
    const recordingMs = detail.recording.durationMs;
    const timing = measureCall({
      turns,
      toolCalls,
      recordingMs,
      speech: findSpeech(db, callId, DETECTOR_VERSION) ?? null,
      ...findAdjustments(db, callId),
      thresholds: { deadAirMs, monologueMs },
    });
    const bare: ExchangeCall = {
      row,
      recordingMs,
      turns,
      timing,
      annotations: [],
      corrections: [],
      reviews: [],
      scores: [],
    };
    const place = placer(bare, turns, toolCalls, timing);
    return { ...bare, ...itemsOf(callId, place) };
  };
  const nothing = { turns: [], spoken: new Map(), toolCalls: [], timing: null };
  return { call, reviewOf: (callId) => itemsOf(callId, (anchor) => placeOnClock(anchor, null, nothing)) };
}

function placer(call: ExchangeCall, turns: readonly Turn[], toolCalls: readonly ToolCall[], timing: CallTiming) {
  const spoken = new Map(spokenTurns(call).turns.map((turn) => [turn.turn, turn]));
  return (anchor: Anchor) => placeOnClock(anchor, turnOf(anchor, turns), { turns, spoken, toolCalls, timing });
}

/** The turn that an anchor names, where it stands as it did; null otherwise. */
function turnOf(anchor: Anchor, turns: readonly Turn[]): number | null {
  if (anchor.on !== 'turn' && anchor.on !== 'text') return null;
  const { index, role, text } = anchor.turn;
  const at = turns.findIndex((turn) => turn.index === index);
  const turn = turns[at];
  return turn?.role === role && turn.content.startsWith(text) ? at : null;
}
