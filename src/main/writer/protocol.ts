import { AppError, type AppErrorCode } from '#shared/model/errors.ts';
import type { Logger } from '../ports.ts';
import type { Recovered } from '../store/quarantine.ts';
import type { CommandName } from './commands.ts';

/** What the writing thread is started with. */
export interface WriterStart {
  dir: string;
  /** Sets the database aside and makes a new one of what can be saved: a check found it damaged. */
  recover: boolean;
}

export interface WriteRequest {
  id: number;
  name: CommandName;
  args: unknown[];
}

/** An error as it travels between threads: an expected failure keeps its code, a bug its stack. */
export type SentError = { code: AppErrorCode; message: string } | { stack: string; message: string };

export type Answer = { id: number; value: unknown } | { id: number; error: SentError };

export type WriterMessage =
  | { kind: 'ready'; recovered: Recovered | null }
  | { kind: 'failed'; error: SentError }
  | { kind: 'answers'; answers: Answer[] }
  | { kind: 'log'; level: keyof Logger; fields: object; message: string };

/** An expected failure of the database itself: the disk is full, the file is damaged, another process writes. */
export class WriteError extends AppError {}

export function packError(error: unknown): SentError {
  if (error instanceof AppError) return { code: error.code, message: error.message };
  const known = error instanceof Error ? error : new Error(String(error));
  return { message: known.message, stack: known.stack ?? known.message };
}

export function unpackError(sent: SentError): Error {
  if ('code' in sent) return new WriteError(sent.code, sent.message);
  const error = new Error(sent.message);
  error.stack = sent.stack;
  return error;
}
