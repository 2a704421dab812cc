import { diffWordsWithSpace } from 'diff';
import { placeAnchors } from '#shared/logic/anchors/place.ts';
import { formatClock } from '#shared/logic/format.ts';
import { lintCall } from '#shared/logic/lint/lint-call.ts';
import { itemsOf, type ReadItem } from '#shared/logic/review/read-item.ts';
import { isHidden } from '#shared/logic/scorecard/hidden-reviews.ts';
import { type CriterionAnswer, readAnswers, valuesOf } from '#shared/logic/scorecard/read-review.ts';
import { scoreReview } from '#shared/logic/scorecard/score-review.ts';
import { answerWords, formatPercent, noPercentWords, whyWords } from '#shared/logic/scorecard/score-words.ts';
import type { CallDetail } from '#shared/model/detail.ts';
import type { Anchor, Placement } from '#shared/model/review/anchor.ts';
import type { ReviewItem } from '#shared/model/review/event.ts';
import type { Settings } from '#shared/model/settings.ts';
import type { CallTiming } from '#shared/model/timing.ts';
import type {
  DiffPiece,
  ReportCorrection,
  ReportInput,
  ReportNote,
  ReportPeaks,
  ReportPlace,
  ReportReview,
} from './types.ts';

/** What a report is put together from. */
export interface ReportSource {
  call: CallDetail;
  timing: CallTiming | null;
  peaks: ReportPeaks | null;
  /** Review items of the call, and of the workspace. */
  items: readonly ReviewItem[];
  shared: readonly ReviewItem[];
  /** Who prints it. */
  reviewer: { id: string; name: string | null };
  settings: Settings;
  nowMs: number;
}

/** A quote longer than this is cut in the report: the turn is in its transcript. */
const MOST_QUOTED = 600;
/** Word diffs take time by the square of the words. */
const MOST_DIFFED = 20_000;

/** Puts a call's report together. Nothing of a review that is hidden from who prints it gets in. */
export function assembleReport(source: ReportSource): ReportInput {
  const { call, timing, items, shared, settings } = source;
  const names = new Map(itemsOf('reviewer', shared).map(({ id, fields }) => [id, fields.name]));
  const nameOf = (id: string) => names.get(id) ?? 'A reviewer without a name';
  const reviews = itemsOf('review', items);
  const packs = itemsOf('pack', shared);
  const open = reviews.filter((review) => !isHidden(review, source.reviewer.id, reviews, packs));
  const places = createPlaces(call, timing);
  return {
    call,
    timing,
    findings: lintCall({
      turns: call.turns,
      toolCalls: call.toolCalls,
      timing,
      toleranceMs: settings.latencyToleranceMs,
    }),
    peaks: source.peaks,
    notes: notesOf(items, shared, places, nameOf),
    corrections: correctionsOf(items, call, places, nameOf),
    reviews: open.flatMap((review) => reviewOf(review, items, shared, places, nameOf) ?? []),
    hiddenReviews: reviews.length - open.length,
    thresholds: settings,
    printedMs: source.nowMs,
    printedBy: source.reviewer.name,
  };
}

interface Places {
  place(anchor: Anchor): Placement;
  say(anchor: Anchor): ReportPlace;
  /** On the recording's clock, ms. */
  time(anchor: Anchor): { startMs: number | null; endMs: number | null };
}

function createPlaces(call: CallDetail, timing: CallTiming | null): Places {
  const target = { turns: call.turns, toolCalls: call.toolCalls, recordingMs: call.recording.durationMs };
  const known = new Map<Anchor, Placement>();
  const place = (anchor: Anchor): Placement => {
    const found = known.get(anchor) ?? placeAnchors([anchor], target)[0];
    const placement = found ?? { state: 'lost', turn: null, from: null, to: null, tool: null, why: null };
    known.set(anchor, placement);
    return placement;
  };
  return {
    place,
    say: (anchor) => {
      const { state, turn, tool } = place(anchor);
      const doubt =
        state === 'check'
          ? ' (the transcript changed: needs a look)'
          : state === 'lost'
            ? ' (not in the transcript any more)'
            : '';
      return { where: `${whereOf(anchor, turn, tool, call)}${doubt}`, quote: quoteOf(anchor) };
    },
    time: (anchor) => {
      if (anchor.on === 'point') return { startMs: anchor.atMs, endMs: null };
      if (anchor.on === 'range') return { startMs: anchor.startMs, endMs: anchor.endMs };
      const { turn } = place(anchor);
      const heard = turn === null ? undefined : timing?.turns[turn];
      return { startMs: heard?.startMs ?? null, endMs: heard?.endMs ?? null };
    },
  };
}

function whereOf(anchor: Anchor, turn: number | null, tool: number | null, call: CallDetail): string {
  switch (anchor.on) {
    case 'call':
      return 'The call';
    case 'point':
      return formatClock(anchor.atMs);
    case 'range':
      return `${formatClock(anchor.startMs)} – ${formatClock(anchor.endMs)}`;
    case 'tool':
      return `Tool call ${call.toolCalls[tool ?? -1]?.name ?? anchor.tool.name}`;
    case 'turn':
    case 'text': {
      const found = turn === null ? undefined : call.turns[turn];
      const role = found?.role ?? anchor.turn.role;
      return `Turn ${(turn ?? anchor.turn.index) + 1}, ${role === 'other' ? (found?.rawRole ?? role) : role}`;
    }
  }
}

function quoteOf(anchor: Anchor): string | null {
  const text = anchor.on === 'text' ? anchor.quote.exact : anchor.on === 'turn' ? anchor.turn.text : null;
  return text !== null && text.length > MOST_QUOTED ? `${text.slice(0, MOST_QUOTED).toWellFormed()}…` : text;
}

function notesOf(
  items: readonly ReviewItem[],
  shared: readonly ReviewItem[],
  places: Places,
  nameOf: (id: string) => string,
): ReportNote[] {
  const tags = new Map(itemsOf('tag', shared).map(({ id, fields }) => [id, fields.name]));
  const found = itemsOf('annotation', items).map((note) => {
    const anchor = note.fields.anchor ?? { on: 'call' as const };
    return { note, ...places.say(anchor), ...places.time(anchor), turn: places.place(anchor).turn };
  });
  // In the order of the call; what stands on the whole of it comes first.
  const inOrder = found.sort((a, b) => (a.startMs ?? -1) - (b.startMs ?? -1) || (a.turn ?? -1) - (b.turn ?? -1));
  return inOrder.map(({ note, ...where }, at) => ({
    ...where,
    number: at + 1,
    text: note.fields.text ?? '',
    tags: (note.fields.tags ?? []).map((id) => tags.get(id) ?? 'a tag that is not here'),
    severity: note.fields.severity,
    author: nameOf(note.author),
    updatedMs: note.updatedMs,
    resolved: note.fields.resolved === true,
    contested: Object.keys(note.item.rivals).length > 0,
  }));
}

function correctionsOf(
  items: readonly ReviewItem[],
  call: CallDetail,
  places: Places,
  nameOf: (id: string) => string,
): ReportCorrection[] {
  return itemsOf('correction', items)
    .flatMap(({ fields, author }) => {
      const { anchor, text, role } = fields;
      if (anchor?.on !== 'turn' || (text === null && role === null)) return [];
      const { turn } = places.place(anchor);
      const before = (turn === null ? undefined : call.turns[turn]?.content) ?? anchor.turn.text;
      return [
        { turn: turn ?? anchor.turn.index, pieces: diffOf(before, text ?? before), role, author: nameOf(author) },
      ];
    })
    .sort((a, b) => a.turn - b.turn);
}

function diffOf(before: string, after: string): DiffPiece[] {
  if (before.length + after.length > MOST_DIFFED) {
    return [
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ];
  }
  return diffWordsWithSpace(before, after).map(({ value, added, removed }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }));
}

function reviewOf(
  review: ReadItem<'review'>,
  items: readonly ReviewItem[],
  shared: readonly ReviewItem[],
  places: Places,
  nameOf: (id: string) => string,
): ReportReview | null {
  const { versionId, reviewer, state, note, coaching, submittedMs } = review.fields;
  const base = {
    reviewer: nameOf(reviewer ?? review.author),
    state: (state ?? 'in-progress').replace('-', ' '),
    note: note ?? '',
    coaching: coaching ?? '',
    submittedMs,
  };
  const version = itemsOf('scorecard-version', shared).find(({ id }) => id === versionId);
  const card = version?.fields.definition;
  if (!version || !card) {
    if (versionId === null && base.note === '' && base.coaching === '') return null;
    const noTotal = versionId === null ? null : 'Its scorecard is not in this workspace.';
    return { ...base, card: 'Review', total: null, noTotal, passed: null, sections: [] };
  }
  const name = itemsOf('scorecard', shared).find(({ id }) => id === version.fields.scorecardId)?.fields.name;
  const answers = readAnswers(card, review.id, itemsOf('score', items), null);
  const result = scoreReview(card, valuesOf(answers));
  return {
    ...base,
    card: `${name ?? 'Scorecard'}, version ${version.fields.number ?? '–'}`,
    total: result.percent === null ? null : formatPercent(result.percent),
    noTotal: result.noPercent && noPercentWords[result.noPercent],
    passed: result.passed,
    sections: card.sections.map((section, at) => {
      const { percent = null, criteria = [] } = result.sections[at] ?? {};
      return {
        label: section.label,
        total: percent === null ? null : formatPercent(percent),
        answers: section.criteria.map((criterion, n) => {
          const answer = answers.get(criterion.id);
          const why = criteria[n]?.why ?? null;
          return {
            label: criterion.label,
            answer: answerWords(criterion, answer?.value ?? null),
            // That it is open is what "no answer" says.
            why: why === null || why === 'open' ? null : whyWords[why],
            comment: commentOf(answer),
            evidence: (answer?.evidence ?? []).map(places.say),
          };
        }),
      };
    }),
  };
}

function commentOf(answer: CriterionAnswer | undefined): string {
  const override = answer?.overrideReason ? `Against the data: ${answer.overrideReason}` : '';
  return [answer?.comment ?? '', override].filter((text) => text !== '').join('\n');
}
