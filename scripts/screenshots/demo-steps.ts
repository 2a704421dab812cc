import type { Page, Route } from '@playwright/test';
import { demoCalls } from '../../e2e/support/demo.ts';
import { go } from './camera.ts';

/** Holds an answer back for good: what is seen is what is seen while waiting. */
export const hold = (_route: Route) => new Promise<void>(() => undefined);

/** Finished demo calls in stereo with at least so many turns. */
export const heardCalls = (leastTurns: number) =>
  demoCalls.filter(
    ({ call, recording, recordingState, endsAfterMs }) =>
      recording?.channels === 2 &&
      recording.container === 'ogg' &&
      !recordingState &&
      endsAfterMs === undefined &&
      (call.transcript?.length ?? 0) >= leastTurns,
  );

/** A finished demo call in stereo with many turns, one of which says this. */
export function callThatSays(pattern: RegExp): string {
  const found = heardCalls(9).find(({ call }) => call.transcript?.some(({ content }) => pattern.test(content ?? '')));
  if (!found) throw new Error(`no demo call says ${pattern}`);
  return found.call.call_id;
}

export const openCall = async (page: Page, origin: string, callId: string) => {
  await go(page, origin, `calls/${callId}`);
  await page.getByLabel('Transcript', { exact: true }).waitFor();
  await page.waitForTimeout(1500);
};

export const playTo = async (page: Page, seconds: number) => {
  // Text, because this file is checked for Node, where there is no document.
  await page.evaluate(`document.querySelector('audio').currentTime = ${seconds}`);
  await page.waitForTimeout(600);
};
