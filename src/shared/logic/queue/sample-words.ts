import type { SampleRequest, SampleRule, Strata } from '#shared/model/review/queue.ts';
import { formatCount, formatDuration, formatLatency } from '../format.ts';

const strataWords: Readonly<Record<Strata['by'], string>> = { version: 'version', status: 'status', day: 'day' };

/** What a rule asks of a call, in words that follow "calls": "with a worst gap above 2 000 ms". */
export function ruleWords(rule: SampleRule): string {
  switch (rule.rule) {
    case 'slow':
      return `with a ${rule.figure === 'worst' ? 'worst' : 'p95'} gap above ${formatLatency(rule.aboveMs)}`;
    case 'findings':
      return rule.least === 'error' ? 'with errors found in their data' : 'with findings';
    case 'shorter':
      return `shorter than ${formatDuration(rule.thanMs)}`;
    case 'longer':
      return `longer than ${formatDuration(rule.thanMs)}`;
    case 'tool-errors':
      return 'with tool errors';
    case 'barge-ins':
      return 'with barge-ins';
    case 'not-reviewed':
      return 'not reviewed yet';
  }
}

/** A sample in a sentence: "25 of 1 204 matching calls, stratified by version, seed 7". */
export function sampleWords(
  { rules, rulesMatch, strata, seed }: Pick<SampleRequest, 'rules' | 'rulesMatch' | 'strata' | 'seed'>,
  { drawn, matching }: { drawn: number; matching: number },
): string {
  const parts = [`${formatCount(drawn)} of ${formatCount(matching)} matching ${matching === 1 ? 'call' : 'calls'}`];
  if (rules.length > 0) parts.push(rules.map(ruleWords).join(rulesMatch === 'all' ? ' and ' : ' or '));
  if (strata !== null) {
    parts.push(`stratified by ${strataWords[strata.by]}${strata.share === 'equal' ? ' in equal parts' : ''}`);
  }
  parts.push(`seed ${seed}`);
  return parts.join(', ');
}

/** Why calls were drawn, as an assignment keeps it: "random", "slow", "slow, tool errors". */
export function sampleReason({ rules, strata }: Pick<SampleRequest, 'rules' | 'strata'>): string {
  if (rules.length > 0) return rules.map(({ rule }) => rule.replace('-', ' ')).join(', ');
  return strata === null ? 'random' : `random by ${strataWords[strata.by]}`;
}
