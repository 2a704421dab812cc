import { expect, it } from 'vitest';
import type { ToolCall, Turn } from '#shared/model/turn.ts';
import { nearestTool } from './note-target.ts';

const at = (entry: number) => ({ entry });
const call = (turns: readonly number[], tools: readonly number[]) => ({
  turns: turns.map(at) as Turn[],
  toolCalls: tools.map(at) as ToolCall[],
});

it('takes the first tool call after a turn, else the last before it, and none of another turn', () => {
  const found = call([0, 1, 4, 5, 7], [2, 3, 6]);
  expect([0, 1, 2, 3, 4].map((turn) => nearestTool(found, turn))).toEqual([undefined, 0, 1, 2, 2]);
  expect(nearestTool(found, -1)).toBeUndefined();
  expect(nearestTool(call([0], []), 0)).toBeUndefined();
});
