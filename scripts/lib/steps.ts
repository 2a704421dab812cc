export interface Step {
  name: string;
  /** Returns an exit code. */
  run(): Promise<number>;
}

/** Runs every step, also after one has failed, and returns the names of those that failed. */
export async function runSteps(steps: readonly Step[]): Promise<string[]> {
  const failed: string[] = [];
  for (const step of steps) {
    const began = performance.now();
    const code = await step.run().catch((error: unknown) => {
      console.error(error instanceof Error ? error.message : String(error));
      return 1;
    });
    if (code !== 0) failed.push(step.name);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.error(`${code === 0 ? 'ok    ' : 'FAILED'} ${step.name} (${seconds} s)`);
  }
  return failed;
}
