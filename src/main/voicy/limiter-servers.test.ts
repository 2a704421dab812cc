import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRateLimiter, type RateLimit, rateKinds } from '../../sandbox/index.ts';
import { createLimiter } from './limiter.ts';
import { readRateHeaders } from './rate-headers.ts';
import { parseRetryAfter } from './retry.ts';
import { createServerClock } from './server-clock.ts';
import { createSimClock } from './test-support.ts';

interface Scene {
  server: RateLimit;
  requests: number;
  workers?: number;
  /** Travel times there and back, ms, taken in turn. */
  latencies: readonly (readonly [number, number])[];
  /** The server's clock against ours, ms. */
  skewMs?: number;
  /** Every so many answers one is lost. */
  lossEvery?: number;
}

/** Sends requests through the limiter to the sandbox's own counting, in simulated time; all of them have to get through. */
async function simulate(scene: Scene) {
  const { server, requests, workers = 8, latencies, skewMs = 0, lossEvery = Number.POSITIVE_INFINITY } = scene;
  const clock = createSimClock();
  const count = createRateLimiter(server);
  const serverClock = createServerClock();
  const serverNow = () => clock.now() + serverClock.leastOffsetMs();
  const limiter = createLimiter({ clock, serverNow, onChange: () => undefined }, 8);
  const startMs = clock.now();
  let waiting = requests;
  let sent = 0;
  let lost = 0;
  let refused = 0;
  const worker = async () => {
    while (waiting > 0) {
      waiting -= 1;
      sent += 1;
      const mine = sent;
      const slot = await limiter.acquire();
      const [up, down] = latencies[mine % latencies.length] ?? [1, 1];
      await clock.sleep(up);
      const arrivedMs = clock.now() + skewMs;
      const verdict = count('key', arrivedMs);
      if (!verdict.allowed) refused += 1;
      await clock.sleep(down);
      if (mine % lossEvery === 0) {
        lost += 1;
        slot.lost();
        continue;
      }
      if (!verdict.allowed) waiting += 1;
      const headers = new Headers(verdict.headers);
      const date = new Date(arrivedMs).toUTCString();
      serverClock.note(date, clock.now());
      const asked = parseRetryAfter(headers.get('retry-after'), arrivedMs) ?? 0;
      const pauseMs = verdict.allowed ? 0 : Math.max(asked, 250);
      slot.answered(readRateHeaders(headers, serverNow()), { limited: !verdict.allowed, pauseMs });
    }
  };
  await clock.run(Promise.all(Array.from({ length: workers }, worker)));
  return { sent, lost, refused, tookMs: clock.now() - startMs, limiter };
}

/** No client can be faster, ms: the allowance of the first moment, and then as it comes back. */
function lowerBoundMs({ requests, windowMs, kind }: RateLimit, count: number): number {
  if (kind === 'bucket') return (Math.max(0, count - requests) * windowMs) / requests;
  return Math.floor((count - 1) / requests) * windowMs;
}

const latencies = (max: number) =>
  fc.array(fc.tuple(fc.integer({ min: 1, max }), fc.integer({ min: 1, max })), { minLength: 3, maxLength: 10 });
const skewMs = fc.oneof(fc.constant(0), fc.integer({ min: -2 * 86_400_000, max: 2 * 86_400_000 }));
const kind = fc.constantFrom(...rateKinds);
const day = 86_400_000;

describe('the limiter against a server of any kind', () => {
  it('is never refused, whatever the window, the latency, the clocks and the number of requests at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          server: fc.record({
            kind,
            requests: fc.integer({ min: 1, max: 12 }),
            windowMs: fc.integer({ min: 1000, max: 30_000 }),
          }),
          latencies: latencies(900),
          workers: fc.integer({ min: 1, max: 10 }),
          requests: fc.integer({ min: 1, max: 60 }),
          skewMs,
          lossEvery: fc.option(fc.integer({ min: 2, max: 20 }), { nil: Number.POSITIVE_INFINITY }),
        }),
        async (scene) => {
          const { refused, lost, limiter } = await simulate(scene);
          // A lost answer to the first request of a window leaves nothing to know that window by.
          expect(refused).toBeLessThanOrEqual(lost);
          expect(limiter.waitingUntilMs()).toBeNull();
        },
      ),
      { numRuns: 100 },
    );
  });

  it('uses nine tenths of the allowance and more, in windows of half a minute to ten', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          server: fc.record({
            kind,
            requests: fc.integer({ min: 5, max: 100 }),
            // Resets are whole seconds: of a window of 5 s a client that keeps to them loses a tenth and more.
            windowMs: fc.integer({ min: 30_000, max: 600_000 }),
          }),
          windows: fc.integer({ min: 3, max: 6 }),
          latencies: latencies(150),
          skewMs,
        }),
        async ({ windows, ...scene }) => {
          const requests = scene.server.requests * windows + 1;
          const { sent, refused, tookMs } = await simulate({ ...scene, requests });
          expect(refused).toBeLessThanOrEqual(sent * 0.02);
          expect(lowerBoundMs(scene.server, requests) / tookMs).toBeGreaterThan(0.9);
        },
      ),
      { numRuns: 50 },
    );
  });

  it.each([
    [10_000, 'fixed'],
    [30_000, 'sliding'],
    [120_000, 'fixed'],
    [300_000, 'sliding'],
  ] as const)(
    'learns a window of %i ms without being told (%s), and is seldom refused on the way',
    async (windowMs, kind) => {
      const scene = (requests: number) => ({
        server: { kind, requests: 60, windowMs, reset: false, retryAfter: false },
        requests,
        latencies: [[20, 30]] as const,
      });
      const half = await simulate(scene(1801));
      const whole = await simulate(scene(3601));
      expect(whole.refused).toBeLessThanOrEqual(whole.sent * 0.02);
      expect((30 * windowMs) / (whole.tookMs - half.tookMs)).toBeGreaterThan(0.9);
    },
  );

  it.each(rateKinds.flatMap((name) => [true, false].map((reset) => [name, reset ? 'with' : 'without'] as const)))(
    'at 60 a minute, %s, %s Reset: 1,000 requests, few refused, most of it used',
    async (name, reset) => {
      const server = { kind: name, requests: 60, windowMs: 60_000, reset: reset === 'with' };
      const scene = { server, requests: 1000, latencies: [[40, 30]] as const, skewMs: -day };
      const { sent, refused, tookMs, limiter } = await simulate(scene);
      expect(refused).toBeLessThanOrEqual(sent * 0.02);
      expect(lowerBoundMs(server, 1000) / tookMs).toBeGreaterThan(0.95);
      expect(Math.abs((limiter.allowancePerMinute() ?? 0) - 60)).toBeLessThan(3);
    },
  );
});
