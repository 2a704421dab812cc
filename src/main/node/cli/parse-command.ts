import { parseArgs } from 'node:util';
import { type BundleWork, bundleWorks } from '#shared/model/bundle.ts';
import { type ExportFormat, exportFormats, type ImportFormat, importFormats } from '#shared/model/exchange-formats.ts';
import { type CommandName, commandNames, generalUsage, usages } from './usage.ts';

export type Command =
  | { name: 'serve'; dataDir: string | null; port: number; demo: boolean; open: boolean; json: boolean }
  | {
      name: 'sync';
      dataDir: string | null;
      baseUrl: string | null;
      apiKeyEnv: string;
      recordings: boolean;
      json: boolean;
    }
  | {
      name: 'export';
      dataDir: string | null;
      format: ExportFormat;
      /** Empty = all calls. */
      callIds: string[];
      out: string;
      json: boolean;
    }
  | {
      name: 'export';
      dataDir: string | null;
      format: 'bundle';
      callIds: string[];
      packIds: string[];
      work: BundleWork;
      withCalls: boolean;
      withRecordings: boolean;
      redact: string | null;
      out: string;
      json: boolean;
    }
  | {
      name: 'import';
      dataDir: string | null;
      file: string;
      format: ImportFormat | 'auto';
      callId: string | null;
      /** Empty = all tiers. */
      tiers: string[];
      update: boolean;
      dryRun: boolean;
      json: boolean;
    }
  | { name: 'verify' | 'status'; dataDir: string | null; json: boolean };

export type Parsed =
  | { kind: 'run'; command: Command }
  | { kind: 'show'; text: string }
  | { kind: 'version' }
  | { kind: 'wrong'; problem: string; usage: string };

export const defaultApiKeyEnv = 'EARMARK_API_KEY';

const common = {
  'data-dir': { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const serveOptions = {
  ...common,
  port: { type: 'string' },
  demo: { type: 'boolean' },
  open: { type: 'boolean' },
} as const;

const syncOptions = {
  ...common,
  'base-url': { type: 'string' },
  'api-key-env': { type: 'string' },
  'no-recordings': { type: 'boolean' },
} as const;

const exportOptions = {
  ...common,
  format: { type: 'string' },
  call: { type: 'string', multiple: true },
  out: { type: 'string' },
  pack: { type: 'string', multiple: true },
  work: { type: 'string' },
  'with-calls': { type: 'boolean' },
  'with-recordings': { type: 'boolean' },
  redact: { type: 'string' },
} as const;

const bundleOnly = ['pack', 'work', 'with-calls', 'with-recordings', 'redact'] as const;

const importOptions = {
  ...common,
  format: { type: 'string' },
  call: { type: 'string' },
  tier: { type: 'string', multiple: true },
  update: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
} as const;

/** Wrong usage, in one sentence. */
class UsageError extends Error {}

/** Reads the arguments after `earmark`. Pure: says what to do and does nothing. */
export function parseCommand(argv: readonly string[]): Parsed {
  const [first, ...rest] = argv;
  if (first === undefined) return { kind: 'wrong', problem: 'No command was given.', usage: generalUsage };
  if (first === '--help' || first === '-h' || first === 'help') return { kind: 'show', text: generalUsage };
  if (first === '--version' || first === '-v') return { kind: 'version' };
  const name = commandNames.find((known) => known === first);
  if (name === undefined) {
    return { kind: 'wrong', problem: `There is no command "${first}".`, usage: generalUsage };
  }
  if (rest.includes('--help') || rest.includes('-h')) return { kind: 'show', text: usages[name] };
  try {
    return { kind: 'run', command: parseOptions(name, rest) };
  } catch (error) {
    if (error instanceof UsageError || isParseArgsError(error)) {
      return { kind: 'wrong', problem: error.message, usage: usages[name] };
    }
    throw error;
  }
}

function parseOptions(name: CommandName, args: string[]): Command {
  switch (name) {
    case 'serve': {
      const { values } = parseArgs({ args, options: serveOptions });
      const { demo = false, open = false } = values;
      return { name, ...shared(values), port: parsePort(values.port), demo, open };
    }
    case 'sync': {
      const { values } = parseArgs({ args, options: syncOptions });
      return {
        name,
        ...shared(values),
        baseUrl: nonEmpty('--base-url', values['base-url']),
        apiKeyEnv: parseEnvName(values['api-key-env']),
        recordings: values['no-recordings'] !== true,
      };
    }
    case 'export': {
      const { values } = parseArgs({ args, options: exportOptions });
      const out = nonEmpty('--out', values.out);
      if (out === null) throw new UsageError('export needs --out FILE.');
      const format = oneOf(['bundle', ...exportFormats], values.format ?? 'jsonl');
      const callIds = (values.call ?? []).flatMap((id) => nonEmpty('--call', id) ?? []);
      if (format === 'bundle') {
        return {
          name,
          ...shared(values),
          format,
          callIds,
          packIds: (values.pack ?? []).flatMap((id) => nonEmpty('--pack', id) ?? []),
          work: oneOf(bundleWorks, values.work ?? 'all', 'work'),
          withCalls: values['with-calls'] === true,
          withRecordings: values['with-recordings'] === true,
          redact: nonEmpty('--redact', values.redact),
          out,
        };
      }
      const misplaced = bundleOnly.find((option) => values[option] !== undefined);
      if (misplaced) throw new UsageError(`--${misplaced} is for bundles: add --format bundle.`);
      return { name, ...shared(values), format, callIds, out };
    }
    case 'import': {
      const { values, positionals } = parseArgs({ args, options: importOptions, allowPositionals: true });
      const [file, ...more] = positionals;
      if (file === undefined || file.trim() === '') throw new UsageError('import needs a FILE.');
      if (more.length > 0) throw new UsageError('import takes one FILE at a time.');
      return {
        name,
        ...shared(values),
        file,
        format: oneOf(['auto', ...importFormats], values.format ?? 'auto'),
        callId: nonEmpty('--call', values.call),
        tiers: (values.tier ?? []).flatMap((tier) => nonEmpty('--tier', tier) ?? []),
        update: values.update === true,
        dryRun: values['dry-run'] === true,
      };
    }
    case 'verify':
    case 'status': {
      const { values } = parseArgs({ args, options: common });
      return { name, ...shared(values) };
    }
  }
}

function shared(values: { 'data-dir'?: string; json?: boolean }): { dataDir: string | null; json: boolean } {
  return { dataDir: nonEmpty('--data-dir', values['data-dir']), json: values.json ?? false };
}

function nonEmpty(option: string, value: string | undefined): string | null {
  if (value !== undefined && value.trim() === '') throw new UsageError(`${option} must not be empty.`);
  return value ?? null;
}

function oneOf<T extends string>(known: readonly T[], text: string, what = 'format'): T {
  const found = known.find((one) => one === text);
  if (found === undefined) throw new UsageError(`The ${what} "${text}" is not known; there are ${known.join(', ')}.`);
  return found;
}

function parsePort(text: string | undefined): number {
  if (text === undefined) return 0;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new UsageError('--port takes a number from 0 to 65535.');
  return port;
}

function parseEnvName(text: string | undefined): string {
  const name = nonEmpty('--api-key-env', text) ?? defaultApiKeyEnv;
  // Refused without repeating it: someone may have pasted the key itself.
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    throw new UsageError('--api-key-env takes the name of an environment variable, not the key.');
  }
  return name;
}

function isParseArgsError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
