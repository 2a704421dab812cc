/** Whether the whole suite was asked for (`npm run test:crash`) or the sample that is part of every check. */
export const isWhole = process.env.EARMARK_CRASH === 'whole';

/** Chooses the moments; printed with every test, so that a failure can be had again. */
export const seed = Number(process.env.EARMARK_CRASH_SEED ?? 1);

/** A few or all. */
export const scaled = <T>(sample: T, whole: T): T => (isWhole ? whole : sample);
