import { placeAnchors } from '#shared/logic/anchors/place.ts';
import { type AnchorPlace, placeOnClock } from '#shared/logic/formats/anchor-place.ts';
import { type ExchangeItems, exchangeItems, exchangeNames } from '#shared/logic/formats/exchange-items.ts';
import { spokenTurns } from '#shared/logic/formats/spoken.ts';
import { measureCall } from '#shared/logic/timing/measure-call.ts';
import type { Anchor, Placement } from '#shared/model/review/anchor.ts';
import type { ExchangeCall } from '#shared/model/review/exchange.ts';
import { defaultSettings } from '#shared/model/settings.ts';
import type { ToolCall } from '#shared/model/turn.ts';
import { findCallDetail } from '../store/call-detail.ts';
import type { ReadDb } from '../store/db.ts';
import { readValue } from '../store/key-values.ts';
import { findChangedItems } from '../store/review-items.ts';
import { findReviewerId } from '../store/reviewer.ts';
import { findVisibleWork } from '../store/sight.ts';
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
  const itemsOf = (callId: string, place: Place) =>
    exchangeItems(findVisibleWork(db, callId, findReviewerId(db)), names, place);
  const call = (callId: string): ExchangeCall | undefined => {
    const detail = findCallDetail(db, callId);
    if (detail === undefined) return undefined;
    const { row, turns, toolCalls } = detail;
    const recordingMs = detail.recording.durationMs;
    const timing = measureCall({
      turns,
      toolCalls,
      recordingMs,
      speech: findSpeech(db, callId) ?? null,
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
    const place = placer(bare, toolCalls);
    return { ...bare, ...itemsOf(callId, place) };
  };
  const nothing = { spoken: new Map(), toolCalls: [], timing: null };
  const nowhere: Place = (anchors) => anchors.map((anchor) => placeOnClock(anchor, lost, nothing));
  return { call, reviewOf: (callId) => itemsOf(callId, nowhere) };
}

type Place = (anchors: readonly Anchor[]) => AnchorPlace[];

function placer(call: ExchangeCall, toolCalls: readonly ToolCall[]): Place {
  const { turns, recordingMs, timing } = call;
  const spoken = new Map(spokenTurns(call).turns.map((turn) => [turn.turn, turn]));
  return (anchors) => {
    const placements = placeAnchors(anchors, { turns, toolCalls, recordingMs });
    return anchors.map((anchor, at) => placeOnClock(anchor, placements[at] ?? lost, { spoken, toolCalls, timing }));
  };
}

const lost: Placement = { state: 'lost', turn: null, from: null, to: null, tool: null, why: null };
