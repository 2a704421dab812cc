import { toneWav } from '../../src/main/testing/wav.ts';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { createRandom, mixSeeds, pick, type Random, randomInt } from '../../src/sandbox/random.ts';
import { crashCall } from './calls.ts';

/** A vendor whose calls become more, change and vanish. */
export interface GrowingCalls {
  /** Some new calls, a few changed ones, now and then one that is deleted upstream. */
  step(): void;
  /** Calls that the vendor has. */
  readonly present: ReadonlySet<string>;
  /** Calls that it once had. */
  readonly removed: ReadonlySet<string>;
}

const hourMs = 3_600_000;

/** Inserts the first `count` calls and lets the sandbox go on from there, always in the same way for a seed. */
export function growCalls(sandbox: Sandbox, seed: number, count: number): GrowingCalls {
  const random: Random = createRandom(mixSeeds(seed, 7));
  const present = new Set<string>();
  const removed = new Set<string>();
  let made = 0;
  const add = () => {
    made += 1;
    const id = `soak-${made}`;
    const bytes = random() < 0.7 ? toneWav(randomInt(random, 100, 8000)) : null;
    // Long over, so that nothing of them is still to come; the newest is the last that was made.
    sandbox.insert(crashCall(id, sandbox.startedAtMs - 2000 * hourMs + made * 60_000, bytes));
    present.add(id);
  };
  for (let i = 0; i < count; i += 1) add();
  return {
    present,
    removed,
    step: () => {
      for (let i = randomInt(random, 1, 6); i > 0; i -= 1) add();
      const known = [...present];
      for (let i = randomInt(random, 0, 2); i > 0; i -= 1) {
        sandbox.mutate(pick(random, known), {
          // What a list tells too: a change that only the details show is not looked for in calls that are long over.
          duration_ms: randomInt(random, 10_000, 90_000),
          call_cost: { combined_cost: randomInt(random, 1, 900) / 1000, currency: 'usd' },
          summary: `Changed after ${made} calls.`,
        });
      }
      if (random() < 0.2) {
        const id = pick(random, known);
        sandbox.remove(id);
        present.delete(id);
        removed.add(id);
      }
    },
  };
}
