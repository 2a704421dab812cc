import type { DemoServer } from '../ports.ts';

/** Makes `Ports.startDemo`: the sandbox is loaded when the demo is first opened, and serves `dir`'s calls. */
export function createDemoStarter(dir: string): (startedAtMs: number) => Promise<DemoServer> {
  return async (startedAtMs) => {
    const { demoCorpus, startSandbox } = await import('../../sandbox/index.ts');
    const sandbox = await startSandbox({ corpus: await demoCorpus(dir), startedAtMs });
    return { baseUrl: sandbox.baseUrl, apiKey: sandbox.apiKey, close: () => sandbox.close() };
  };
}
