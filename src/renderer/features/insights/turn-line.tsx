import { Columns3 } from 'lucide-react';
import { formatClock, formatDateTime, formatLatency, latencyLevel } from '#shared/logic/format.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import { stageNames } from '#shared/logic/stage-names.ts';
import type { TurnBehind } from '#shared/model/insights/behind.ts';
import type { InsightMeasure } from '#shared/model/insights/question.ts';
import { latencyStages } from '#shared/model/turn.ts';
import { versionLabel } from '../../lib/call-words.ts';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { addToTray } from '../compare/tray.ts';
import type { Thresholds } from './figures/distribution-figure.tsx';
import { signed } from './figures/estimate.ts';
import { measureNames, whyWords } from './words.ts';

const levelTone = { ok: 'text-text-1', slow: 'text-slow', bad: 'text-bad' } as const;
const oneLine = (text: string): string => neutraliseText(text).replaceAll('\n', ' ');

/** The number that a turn is listed for, or why it has none. */
function Value({ turn, measure, limits }: { turn: TurnBehind; measure: InsightMeasure; limits: Thresholds }) {
  if (turn.value === null) {
    return <span className="text-text-3">{turn.why === null ? 'none' : whyWords[turn.why].toLowerCase()}</span>;
  }
  const level = measure === 'measured' || measure === 'reported' ? latencyLevel(turn.value, limits) : 'ok';
  const text = measure === 'difference' ? signed(turn.value, formatLatency) : formatLatency(turn.value);
  return <span className={cx('font-strong', levelTone[level])}>{text}</span>;
}

/** Its other numbers, and the stage that took longest. */
function others({ reportedMs, measuredMs, lowConfidence, latency, tools, toolErrors }: TurnBehind): string {
  const stage = latencyStages.reduce<{ name: string; ms: number } | null>((most, each) => {
    const ms = latency[each];
    return ms !== null && ms > (most?.ms ?? 0) ? { name: stageNames[each], ms } : most;
  }, null);
  return [
    `measured ${formatLatency(measuredMs)}${lowConfidence && measuredMs !== null ? ' (low confidence)' : ''}`,
    `reported ${formatLatency(reportedMs)}`,
    ...(stage === null ? [] : [`${stage.name} ${formatLatency(stage.ms)}`]),
    ...(tools === 0
      ? []
      : [`${tools} tool ${tools === 1 ? 'call' : 'calls'}${toolErrors > 0 ? `, ${toolErrors} failed` : ''}`]),
  ].join(' · ');
}

/** One turn of the list: its number, its words with the caller's before, and where it is. */
export function TurnLine({
  turn,
  measure,
  limits,
  nowMs,
  onOpen,
}: {
  turn: TurnBehind;
  measure: InsightMeasure;
  limits: Thresholds;
  nowMs: number;
  onOpen: () => void;
}) {
  const where = [
    turn.agentName ?? turn.agent ?? 'No agent',
    ...(turn.version === null ? [] : [versionLabel(turn.version)]),
  ].join(' ');
  return (
    <div className="flex h-full items-center gap-2">
      <div className="min-w-0 flex-1">
        <div className="flex gap-2">
          <button
            type="button"
            tabIndex={-1}
            onClick={onOpen}
            className="min-w-0 flex-1 truncate rounded-sm text-left hover:underline"
          >
            <bdi dir="auto">{turn.text === '' ? 'No words' : oneLine(turn.text)}</bdi>
          </button>
          <span className="shrink-0">
            <span className="sr-only">{measureNames[measure]}: </span>
            <Value turn={turn} measure={measure} limits={limits} />
          </span>
        </div>
        <div className="truncate text-meta text-caller">
          <span className="sr-only">Caller before: </span>
          <bdi dir="auto">{turn.callerText === null ? 'The caller said nothing before' : oneLine(turn.callerText)}</bdi>
        </div>
        <div className="truncate text-meta text-text-2">{others(turn)}</div>
        <div className="truncate text-meta text-text-3">
          <bdi>{where}</bdi> · {formatDateTime(turn.callStartMs, undefined, nowMs)} · {formatClock(turn.startMs)}
          {turn.heard ? '' : ' · no recording here'}
        </div>
      </div>
      <IconButton
        size="sm"
        label="Add this turn to compare"
        action="insights-turns.compare"
        icon={<Columns3 />}
        tabIndex={-1}
        onClick={() => addToTray([{ callId: turn.callId, index: turn.index }])}
      />
    </div>
  );
}
