import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

/** The demo's workspace as it is once everything is fetched and analysed; made before the first spec. */
export const preparedDemoDir = join(root, '.tmp', 'e2e-demo');

/** Environment variables between `npm test` and the runner: the demo that one part of the specs prepared is the next part's. */
export const keepDemoVariable = 'EARMARK_E2E_KEEP_DEMO';
export const useDemoVariable = 'EARMARK_E2E_USE_DEMO';
/** Name of the runner's report, without its ending. */
export const reportVariable = 'EARMARK_E2E_REPORT';
