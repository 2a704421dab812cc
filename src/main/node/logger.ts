import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Logger } from '../ports.ts';
import { redact } from './redact.ts';
import { openRotatingFile } from './rotating-file.ts';

export interface LoggerOptions {
  /** Folder of the log files; null = no file. */
  dir: string | null;
  /** Where warnings and errors are shown as single lines. */
  stderr: { write(text: string): unknown };
}

/** The log of both hosts: structured and redacted, at most 10 MB in `dir`, warnings also on stderr. */
export function createLogger({ dir, stderr }: LoggerOptions): Logger & { close(): void } {
  const file = dir === null ? null : openLog(dir);
  const streams: pino.StreamEntry[] = [
    { level: 'warn', stream: { write: (line: string) => stderr.write(shorten(line)) } },
  ];
  if (file !== null) streams.push({ level: 'info', stream: file });
  const log = pino({ base: { pid: process.pid }, level: 'info' }, pino.multistream(streams));
  return {
    // Told for every request: nothing is worked out unless it is wanted.
    debug: (fields, message) => {
      if (log.isLevelEnabled('debug')) log.debug(redact(fields), message);
    },
    info: (fields, message) => log.info(redact(fields), message),
    warn: (fields, message) => log.warn(redact(fields), message),
    error: (fields, message) => log.error(redact(fields), message),
    close: () => file?.close(),
  };
}

function openLog(dir: string): { write(line: string): void; close(): void } {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const describeLoss = (lines: number) =>
    `${JSON.stringify({ level: 40, time: Date.now(), pid: process.pid, msg: `${lines} lines could not be written to this log` })}\n`;
  return openRotatingFile(join(dir, 'earmark.log'), 5 * 1024 * 1024, describeLoss);
}

/** One log line for a person: `warning: message (fields)`. */
function shorten(line: string): string {
  const { level, time: _time, pid: _pid, msg, err, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const label = Number(level) >= 50 ? 'error' : 'warning';
  const cause = typeof err === 'object' && err !== null && 'message' in err ? `: ${String(err.message)}` : '';
  const rest = Object.keys(fields).length === 0 ? '' : ` ${JSON.stringify(fields)}`;
  return `earmark: ${label}: ${String(msg)}${cause}${rest}\n`;
}
