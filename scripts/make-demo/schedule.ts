import { getAgent, getVersion } from './agents.ts';
import type { Product } from './produce.ts';
import { Random } from './random.ts';

const DAY_MS = 86_400_000;

/** Gives every call without a fixed age a start among the days of its agent's version. */
export function spreadOverDays(products: readonly Product[]): void {
  const random = new Random('schedule');
  const groups = Map.groupBy(
    products.filter((product) => product.plan.agoMs === undefined),
    (product) => `${product.plan.agent} ${product.plan.version}`,
  );
  for (const group of groups.values()) {
    const plan = group[0]?.plan;
    if (!plan) continue;
    const version = getVersion(getAgent(plan.agent), plan.version);
    const order = group.map((product) => ({ product, at: random.next() })).sort((a, b) => a.at - b.at);
    order.forEach(({ product }, index) => {
      const share = (index + random.between(0.1, 0.9)) / order.length;
      product.demo.startedAgoMs = Math.round(
        (version.fromDaysAgo + (version.toDaysAgo - version.fromDaysAgo) * share) * DAY_MS,
      );
    });
  }
}
