/** `node scripts/make-demo/main.ts [name...]`: makes resources/demo (or only reports on the calls whose key starts so). */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACCOUNT } from './agents.ts';
import { PLANS } from './corpus.ts';
import { type Product, produce } from './produce.ts';
import { checkAll, report } from './report.ts';
import { inParallel } from './run.ts';
import { spreadOverDays } from './schedule.ts';
import { Speech } from './speech.ts';

const root = join(import.meta.dirname, '..', '..');
const only = process.argv.slice(2);
const outDir = only.length > 0 ? join(tmpdir(), 'earmark-demo-trial') : join(root, 'resources', 'demo');
const recordings = join(outDir, 'recordings');
mkdirSync(recordings, { recursive: true });

const plans = only.length > 0 ? PLANS.filter((plan) => only.some((key) => plan.key.startsWith(key))) : PLANS;
const speech = new Speech(join(tmpdir(), 'earmark-demo-speech'));
const products: Product[] = await inParallel(plans, 2, (plan) => produce(plan, speech, outDir));
spreadOverDays(products);
products.sort((a, b) => a.demo.startedAgoMs - b.demo.startedAgoMs);

const kept = new Set(products.map((product) => product.demo.recording?.file));
for (const name of readdirSync(recordings)) if (!kept.has(`recordings/${name}`)) rmSync(join(recordings, name));

const demo = { version: 1, account: ACCOUNT, calls: products.map((product) => product.demo) };
const truth = {
  version: 1,
  calls: Object.fromEntries(products.flatMap((p) => (p.truth ? [[p.demo.call.call_id, p.truth]] : []))),
};
writeFileSync(join(outDir, 'demo.json'), `${JSON.stringify(demo, null, 1)}\n`);
writeFileSync(join(outDir, 'truth.json'), `${JSON.stringify(truth, null, 1)}\n`);

console.log(report(products, outDir));
const faults = checkAll(products, outDir);
for (const fault of faults) console.error(`FAULT ${fault}`);
if (faults.length > 0) process.exitCode = 1;
