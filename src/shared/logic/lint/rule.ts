import type { DefinitionId, Finding, FindingRule } from '../../model/finding.ts';
import type { CallTiming, TurnTiming } from '../../model/timing.ts';
import { type LatencyStage, latencyStages, type ToolCall, type Turn } from '../../model/turn.ts';
import { formatLatency } from '../format.ts';
import { stageNames } from '../stage-names.ts';

export interface LintInput {
  readonly turns: readonly Turn[];
  readonly toolCalls: readonly ToolCall[];
  /** What was measured in the sound; null = nothing yet: rules that need it stay silent. */
  readonly timing: CallTiming | null;
  /** How far reported and measured may lie apart. */
  readonly toleranceMs: number;
}

/** A turn with what the rules ask of it. */
export interface LintTurn {
  readonly position: number;
  readonly turn: Turn;
  /** No caller turn comes before this agent turn: nobody waited for it. */
  readonly greeting: boolean;
  /** Tool calls between the turn before in the transcript and this one. */
  readonly toolsBefore: readonly ToolCall[];
  readonly timing: TurnTiming | null;
  readonly toleranceMs: number;
}

type Judgement = Pick<Finding, 'severity' | 'position' | 'message' | 'lookAt'>;

/** One rule of the linter. `check` sees all turns of a call, because some rules compare turns. */
export interface LintRule {
  readonly id: FindingRule;
  readonly title: string;
  readonly definition: DefinitionId;
  check(turns: readonly LintTurn[]): readonly Judgement[];
}

export const latencyFields = ['total_perceived_ms', ...latencyStages] as const;
export type LatencyField = (typeof latencyFields)[number];

/** Longer than any caller stays on a silent line; a figure above it is no wait but a time stamp or an overflow. */
export const longestPlausibleMs = 60_000;

/** The figure as it came, including what cannot be; null when there is no number at all. */
export function rawValue({ turn }: Pick<LintTurn, 'turn'>, field: LatencyField): number | null {
  const value: unknown = turn.latency?.[field];
  return typeof value === 'number' ? value : null;
}

/** The figure if it can be a length; null for absent, non-finite, negative and absurd ones: other rules name those. */
export function usableValue(turn: Pick<LintTurn, 'turn'>, field: LatencyField): number | null {
  const value = rawValue(turn, field);
  return value !== null && value >= 0 && value <= longestPlausibleMs ? value : null;
}

/** The total if it can be a wait. A total of 0 is not judged against anything. */
export function usableTotal(turn: Pick<LintTurn, 'turn'>): number | null {
  const total = usableValue(turn, 'total_perceived_ms');
  return total === 0 ? null : total;
}

/** Every figure was rounded to a whole ms: the most that so many of them can be apart for that alone. */
export function roundingMs(figures: number): number {
  return figures / 2;
}

export function fieldName(field: LatencyField): string {
  return field === 'total_perceived_ms' ? 'the total' : stageNames[field];
}

/** `LLM first token 390 ms, Sending 20 ms` */
export function listValues(values: readonly (readonly [LatencyField, number])[]): string {
  return values.map(([field, ms]) => `${fieldName(field)} ${Number.isFinite(ms) ? formatLatency(ms) : ms}`).join(', ');
}

export function listNames(fields: readonly LatencyField[]): string {
  return fields.map(fieldName).join(', ');
}

/** The stages that can be used, with their lengths. */
export function usableStages(turn: Pick<LintTurn, 'turn'>): (readonly [LatencyStage, number])[] {
  return latencyStages.flatMap((stage) => {
    const ms = usableValue(turn, stage);
    return ms === null ? [] : [[stage, ms] as const];
  });
}

/** An agent turn that answers a caller: the only kind that has a wait. */
export function isAnswer({ turn, greeting }: LintTurn): boolean {
  return turn.role === 'agent' && !greeting;
}
