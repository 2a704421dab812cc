import { join } from 'node:path';
import { CliError, parseCliArgs, usage } from './cli-args.ts';
import type { Corpus } from './corpus/corpus.ts';
import { demoCorpus } from './corpus/demo-corpus.ts';
import { syntheticCorpus } from './corpus/synthetic-corpus.ts';
import { type Sandbox, startSandbox } from './sandbox.ts';

const demoDir = join(import.meta.dirname, '../../resources/demo');

async function main(): Promise<void> {
  const args = parseCliArgs(process.argv.slice(2));
  const corpus: Corpus =
    args.synthetic === undefined
      ? demoCorpus(demoDir)
      : syntheticCorpus({ calls: args.synthetic, seed: 1, startAt: Date.now(), withRecordings: 200 });
  const { urlLifetimeMs, rateLimit } = args;
  const sandbox = await startSandbox({
    corpus,
    generation: args.generation,
    signer: args.signer,
    port: args.port,
    ...(urlLifetimeMs === undefined ? {} : { urlLifetimeMs }),
    ...(rateLimit === undefined ? {} : { rateLimit }),
  });
  const { baseUrl, storageUrl, apiKey } = sandbox;
  const facts = { baseUrl, storageUrl, apiKey, generation: args.generation, calls: corpus.size };
  process.stdout.write(args.json ? `${JSON.stringify(facts)}\n` : introduce(facts));
  stopOnSignal(sandbox);
}

function introduce(facts: { baseUrl: string; storageUrl: string; apiKey: string; generation: string; calls: number }) {
  return `Voicy sandbox, generation ${facts.generation}, ${facts.calls} calls. Ctrl+C stops it.
  base URL    ${facts.baseUrl}
  API key     ${facts.apiKey}
  recordings  ${facts.storageUrl}
`;
}

function stopOnSignal(sandbox: Sandbox): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void sandbox.close());
  }
}

try {
  await main();
} catch (error) {
  const isUsage = error instanceof CliError;
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message}\n${isUsage ? `\n${usage}` : ''}`);
  process.exitCode = isUsage ? 2 : 1;
}
