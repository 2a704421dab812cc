import type { ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import type { FaultTarget, Sandbox } from '../../src/sandbox/index.ts';

/** The n-th request of a kind, as the vendor sees it: it has arrived and is not answered yet. */
export interface RequestMoment {
  on: FaultTarget;
  nth: number;
}

const POLL_MS = 2;
/** Long enough that the process cannot go on before the poll has seen the request. */
const HOLD_MS = 200;

/** Kills the process when the request arrives; it is never answered. */
export function killAt(sandbox: Sandbox, moment: RequestMoment): (child: ChildProcess) => void {
  const stall = sandbox.faults.add({ kind: 'stall-before-headers', ms: 'forever', ...moment });
  return (child) =>
    once(
      child,
      () => stall.applied > 0,
      () => child.kill('SIGKILL'),
    );
}

/** Makes the file that arms the shim when the request arrives, and holds the answer back until it is there. */
export function armAt(sandbox: Sandbox, moment: RequestMoment, file: string): (child: ChildProcess) => void {
  const stall = sandbox.faults.add({ kind: 'stall-before-headers', ms: HOLD_MS, ...moment });
  return (child) =>
    once(
      child,
      () => stall.applied > 0,
      () => writeFileSync(file, ''),
    );
}

function once(child: ChildProcess, isTime: () => boolean, act: () => void): void {
  const timer = setInterval(() => {
    if (!isTime()) return;
    clearInterval(timer);
    act();
  }, POLL_MS);
  child.on('exit', () => clearInterval(timer));
}
