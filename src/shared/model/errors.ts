import { z } from 'zod';

/** The closed set of expected failures. A bug is `internal`; a cancelled action is not an error. */
export const appErrorCodes = [
  'not-found',
  'invalid-input',
  'unauthorized',
  'offline',
  'rate-limited',
  'expired',
  'conflict',
  'unsupported',
  'damaged',
  'disk-full',
  'internal',
] as const;

export const appErrorCodeSchema = z.enum(appErrorCodes);
export type AppErrorCode = z.infer<typeof appErrorCodeSchema>;

/** An expected failure: a code from the closed set and one sentence that says what to do. */
export class AppError extends Error {
  readonly code: AppErrorCode;
  constructor(code: AppErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'AppError';
    this.code = code;
  }
}

/** True when `value` is an expected failure rather than a bug. */
export function isAppError(value: unknown): value is AppError {
  return value instanceof AppError;
}
