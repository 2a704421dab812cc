import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startTestSandbox } from '../testing/test-client.ts';
import { demoCorpus } from './demo-corpus.ts';

const dir = join(import.meta.dirname, '../../../resources/demo');
const missing = !existsSync(join(dir, 'demo.json'));

test.skipIf(missing)(
  `the demo loads and every recording is served whole${missing ? ' (demo.json is missing)' : ''}`,
  async () => {
    const corpus = demoCorpus(dir);
    expect(corpus.size).toBeGreaterThan(0);
    const now = Date.now();
    const sandbox = await startTestSandbox({ corpus, clock: () => now });
    sandbox.advance(30 * 86_400_000);
    const items = await sandbox.items({ limit: 1000 });
    expect(items).toHaveLength(corpus.size);
    const starts = items.map((item) => Number(item.start_timestamp));
    expect(starts).toEqual([...starts].sort((a, b) => b - a));
    for (const item of items) {
      const id = String(item.call_id);
      const source = corpus.openRecording(id);
      if (!source || corpus.get(id)?.life.recordingState === 'gone') continue;
      const answer = await sandbox.media(id, { giveUpMs: 10_000 });
      expect([id, answer.status, answer.headers['content-type']]).toEqual([id, 200, source.contentType]);
      const hash = createHash('sha256').update(answer.body).digest('hex');
      expect([id, hash.slice(0, 32)]).toEqual([id, source.etag]);
    }
    await sandbox.close();
  },
);

test('a folder without a demo, or with a wrong one, says which file is at fault', () => {
  expect(() => demoCorpus('/nowhere')).toThrow('/nowhere/demo.json');
});
