import { parseArgs } from 'node:util';
import { type GenerationName, generations } from './api/generations.ts';
import { type RateKind, type RateLimit, rateKinds } from './api/rate-limit.ts';
import { signerNames } from './storage/signers/index.ts';
import type { SignerName } from './storage/signers/signer.ts';

/** What the command line asks for. */
export interface CliArgs {
  /** Undefined: the demo. */
  readonly synthetic: number | undefined;
  readonly generation: GenerationName;
  readonly signer: SignerName | readonly SignerName[];
  readonly urlLifetimeMs: number | undefined;
  readonly rateLimit: RateLimit | undefined;
  readonly port: number;
  readonly json: boolean;
}

/** How the command is used. */
export const usage = `Usage: node src/sandbox/main.ts [options]

  --demo                  serve the demo workspace (default)
  --synthetic N           serve N generated calls, the newest 200 with recordings
  --generation NAME       ${Object.keys(generations).join(' | ')} (default v1)
  --signer NAME           ${signerNames.join(' | ')} | mix (default supabase)
  --url-lifetime SECONDS  how long a recording URL lives (default 3600)
  --rate-limit N/SECONDS  e.g. 60/60 (default none)
  --rate-kind NAME        ${rateKinds.join(' | ')}: how these are counted (default fixed)
  --port N                port of the API (default: a free one)
  --json                  print one line of JSON instead of text
`;

/** A mistake in the arguments, told to the user with the usage. */
export class CliError extends Error {
  override name = 'CliError';
}

/** Reads the arguments; throws `CliError`. */
export function parseCliArgs(argv: readonly string[]): CliArgs {
  const values = parseStrings(argv);
  if (values.demo && values.synthetic !== undefined) throw new CliError('Choose --demo or --synthetic, not both.');
  const lifetime = values['url-lifetime'];
  return {
    synthetic: values.synthetic === undefined ? undefined : wholeNumber('--synthetic', values.synthetic, 1, 5_000_000),
    generation: oneOf('--generation', values.generation ?? 'v1', Object.keys(generations) as GenerationName[]),
    signer: values.signer === 'mix' ? signerNames : oneOf('--signer', values.signer ?? 'supabase', signerNames),
    urlLifetimeMs: lifetime === undefined ? undefined : wholeNumber('--url-lifetime', lifetime, 1, 604_800) * 1000,
    rateLimit: readRateLimit(values['rate-limit'], values['rate-kind']),
    port: values.port === undefined ? 0 : wholeNumber('--port', values.port, 0, 65_535),
    json: values.json ?? false,
  };
}

function parseStrings(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      strict: true,
      allowPositionals: false,
      options: {
        demo: { type: 'boolean' },
        synthetic: { type: 'string' },
        generation: { type: 'string' },
        signer: { type: 'string' },
        'url-lifetime': { type: 'string' },
        'rate-limit': { type: 'string' },
        'rate-kind': { type: 'string' },
        port: { type: 'string' },
        json: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new CliError(error instanceof Error ? error.message : String(error));
  }
}

function wholeNumber(option: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max) {
    throw new CliError(`${option} needs a whole number from ${min} to ${max}, not "${text}".`);
  }
  return value;
}

function oneOf<T extends string>(option: string, text: string, names: readonly T[]): T {
  const name = names.find((candidate) => candidate === text);
  if (name === undefined) throw new CliError(`${option} must be one of ${names.join(', ')}, not "${text}".`);
  return name;
}

function readRateLimit(text: string | undefined, kind: string | undefined): RateLimit | undefined {
  if (text !== undefined) return parseRateLimit(text, oneOf('--rate-kind', kind ?? 'fixed', rateKinds));
  if (kind !== undefined) throw new CliError('--rate-kind needs --rate-limit.');
  return undefined;
}

function parseRateLimit(text: string, kind: RateKind): RateLimit {
  const [, requests, seconds] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (requests === undefined || seconds === undefined || Number(requests) < 1 || Number(seconds) < 1) {
    throw new CliError(`--rate-limit needs N/SECONDS, for example 60/60, not "${text}".`);
  }
  return { requests: Number(requests), windowMs: Number(seconds) * 1000, kind };
}
