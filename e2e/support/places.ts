import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

/** The demo's workspace as it is once everything is fetched and analysed; made before the first spec. */
export const preparedDemoDir = join(root, '.tmp', 'e2e-demo');
