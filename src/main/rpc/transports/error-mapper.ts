import { mapEventIterator, ORPCError } from '@orpc/client';
import { ValidationError } from '@orpc/contract';
import type { AppErrorCode } from '#shared/model/errors.ts';
import { isAppError } from '#shared/model/errors.ts';
import type { Logger } from '../../ports.ts';

/** What the mapper needs of oRPC's interceptor options. */
interface CallOptions {
  path: readonly string[];
  signal?: AbortSignal | undefined;
  next(): Promise<unknown>;
}

/**
 * The one place where a failure becomes what the renderer sees, for every transport: an expected failure keeps its code
 * and sentence, a malformed input is `invalid-input`, anything else is a bug: logged with its stack, shown as `internal`.
 */
export function createErrorInterceptor(logger: Logger): (options: CallOptions) => Promise<unknown> {
  return async (options) => {
    const toRpcError = (error: unknown): unknown => mapError(error, options, logger);
    try {
      const output = await options.next();
      if (!isAsyncIterator(output)) return output;
      return mapEventIterator(output, { value: async (value) => value, error: async (error) => toRpcError(error) });
    } catch (error) {
      throw toRpcError(error);
    }
  };
}

function mapError(error: unknown, call: CallOptions, logger: Logger): unknown {
  if (isAppError(error)) return typedError(error.code, error.message, error);
  if (error instanceof ORPCError && error.defined) return error;
  const procedure = call.path.join('.');
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST' && error.cause instanceof ValidationError) {
    const where = placesOf(error.cause);
    logger.warn({ procedure, where }, 'procedure input refused');
    return typedError('invalid-input', `This input was not accepted: ${where}.`, error);
  }
  // The caller went away; nobody is left to tell.
  if (call.signal?.aborted === true) return error;
  logger.error({ procedure, ...describeBug(error) }, 'procedure failed');
  return typedError('internal', 'Something went wrong inside Earmark; its log has the details.', error);
}

function typedError(code: AppErrorCode, message: string, cause: unknown): ORPCError<AppErrorCode, undefined> {
  return new ORPCError(code, { message, cause });
}

/** Where a value broke its schema. Never the value itself: it may be what a caller said. */
function placesOf(error: ValidationError): string {
  const places = error.issues.slice(0, 5).map((issue) => {
    const path = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
    return path === '' ? 'the whole input' : path;
  });
  return [...new Set(places)].join(', ') || 'the whole input';
}

/** An error as log fields; schema errors without the data they carry. */
function describeBug(error: unknown): object {
  if (error instanceof ORPCError && error.cause instanceof ValidationError) {
    return { where: placesOf(error.cause), err: { message: error.message, stack: error.stack } };
  }
  return { err: error };
}

function isAsyncIterator(value: unknown): value is AsyncIterator<unknown, unknown, void> {
  return typeof value === 'object' && value !== null && 'next' in value && typeof value.next === 'function';
}
