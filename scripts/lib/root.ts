import { dirname, join } from 'node:path';

/** The checkout. */
export const root = dirname(dirname(import.meta.dirname));

/** A file of the checkout. */
export const fromRoot = (...parts: string[]): string => join(root, ...parts);

/** A tool's command in node_modules. */
export const bin = (name: string): string => fromRoot('node_modules', '.bin', name);

/** Where check and test leave their JSON reports. */
export const reportsDir = fromRoot('.tmp', 'reports');
