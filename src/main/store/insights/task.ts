/** What one question may tell of itself and be told while it runs. */
export interface Task {
  /** Says how far it is; throws `Dropped` when nobody waits for the answer any more. */
  step(doing: Doing, done: number, total: number): void;
}

export const doings = ['reading-calls', 'reading-turns', 'computing'] as const;
export type Doing = (typeof doings)[number];

/** Thrown out of a question whose asker has gone. */
export class Dropped extends Error {
  constructor() {
    super('dropped');
    this.name = 'Dropped';
  }
}

/** A task that is never dropped, for tests and small questions. */
export const quietTask: Task = { step: () => undefined };
