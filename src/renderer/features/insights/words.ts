import { absent, formatCount } from '#shared/logic/format.ts';
import { stageNames } from '#shared/logic/stage-names.ts';
import type { InsightGroup } from '#shared/model/insights/common.ts';
import type { InsightBy, InsightMeasure, InsightWhy } from '#shared/model/insights/question.ts';
import { versionLabel } from '../../lib/call-words.ts';

export const measureNames: Record<InsightMeasure, string> = {
  measured: 'Measured gap',
  reported: 'Reported total',
  difference: 'Measured minus reported',
  ...stageNames,
};

/** What is measured, as an axis says it. */
export const measureUnit = (measure: InsightMeasure): string => `${measureNames[measure].toLowerCase()}, ms`;

/** What one group is called, for the head of a column. */
export const groupNames: Record<InsightBy, string> = {
  all: 'Turns',
  agent: 'Agent',
  version: 'Version',
  day: 'Day',
  hour: 'Hour',
  weekday: 'Weekday',
  family: 'Kind of turn',
  direction: 'Direction',
};

const pluralNames: Record<InsightBy, string> = {
  all: 'groups',
  agent: 'agents',
  version: 'versions',
  day: 'days',
  hour: 'hours',
  weekday: 'weekdays',
  family: 'kinds of turn',
  direction: 'directions',
};

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** What a group is called where it stands alone. */
export function groupLabel(by: InsightBy, group: InsightGroup): string {
  const label = plainLabel(by, group);
  return group.generation === null ? label : `${label}, API ${group.generation}`;
}

function plainLabel(by: InsightBy, { label, agent, agentName, version }: InsightGroup): string {
  switch (by) {
    case 'all':
      return 'All';
    case 'agent':
      return agentName ?? label ?? agent ?? 'No agent';
    case 'version':
      return agent === null && version === null
        ? 'No agent'
        : `${agentName ?? agent ?? 'No agent'} ${versionLabel(version)}`;
    case 'day':
      return label === null ? 'No time' : dayLabel(label);
    case 'hour':
      return label === null ? 'No time' : `${label.padStart(2, '0')}:00`;
    case 'weekday':
      return weekdays[Number(label) - 1] ?? 'No time';
    case 'family':
      return label ?? 'Of no kind yet';
    case 'direction':
      return label === 'incoming' ? 'Incoming' : label === 'outgoing' ? 'Outgoing' : 'Not said';
  }
}

/** `25 Nov` of `2026-11-25`; a day of another year with its year. */
function dayLabel(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  if (year === undefined || month === undefined || date === undefined) return day;
  return stepLabel(new Date(year, month - 1, date).getTime(), 'day');
}

const dayFormat = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const monthFormat = new Intl.DateTimeFormat(undefined, { month: 'short', year: 'numeric' });

/** The beginning of a step of time, short. */
export function stepLabel(fromMs: number, step: 'day' | 'week' | 'month'): string {
  return (step === 'month' ? monthFormat : dayFormat).format(fromMs);
}

/** `and 140 more versions, which are not in this list`; empty when there are none. */
export function moreWords(by: InsightBy, more: number): string {
  return more === 0 ? '' : `and ${formatCount(more)} more ${pluralNames[by]}: filter by agent or date to see them`;
}

/** `n = 512 turns of 61 calls`. */
export function basisWords(turns: number, calls: number): string {
  return `n = ${counted(turns, 'turn')} of ${counted(calls, 'call')}`;
}

export function counted(n: number, noun: string): string {
  return `${formatCount(n)} ${noun}${n === 1 ? '' : 's'}`;
}

/** Why turns lack a number. */
export const whyWords: Record<InsightWhy, string> = {
  'no-turns': 'The call has no transcript',
  'no-agent-turn': 'The agent says nothing in the call',
  'not-analysed': 'The recording was not looked at yet',
  silent: 'The recording is silent',
  'no-times': 'The transcript has no times',
  'times-equal': 'All times of the transcript are equal',
  'clock-unlike': 'The transcript does not fit the recording',
  'no-recording': 'There is no recording on this disk',
  'no-time': 'The turn has no time',
  greeting: 'A greeting answers nobody',
  'no-caller-before': 'The caller said nothing before',
  'tool-call-between': 'A tool call lies between',
  overlap: 'Caller and agent spoke at once',
  'not-found': 'Not found in the sound',
  'channels-identical': 'Both channels are alike',
  'hold-between': 'Hold music lies between',
  'beyond-recording': 'After the end of the recording',
  'not-reported': 'The vendor gave none',
  negative: 'The vendor gave one below zero',
  'no-reported': 'No reported total',
  'no-measured': 'No measured gap',
  'not-measured': 'The sound was not looked at yet',
};

/** An adjusted p in words: how likely a difference as large is, were there none. */
export function chanceWords(p: number | null): string {
  if (p === null) return absent;
  if (p < 0.001) return 'less than 1 in 1 000';
  if (p < 0.01) return `about 1 in ${formatCount(Math.round(1 / p / 10) * 10)}`;
  if (p < 0.1) return `about 1 in ${Math.round(1 / p)}`;
  return `about ${Math.round(p * 100)} in 100`;
}
