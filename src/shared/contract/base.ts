import { oc } from '@orpc/contract';
import { appErrorCodes } from '../model/errors.ts';

const errorMap = Object.fromEntries(appErrorCodes.map((code) => [code, {}])) as Record<
  (typeof appErrorCodes)[number],
  Record<never, never>
>;

/** What every procedure begins with: the closed set of errors. */
export const base = oc.errors(errorMap);
