import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { jsonOf, startTestCalls, type TestSandbox } from '../testing/test-client.ts';

let sandbox: TestSandbox;
beforeEach(async () => {
  sandbox = await startTestCalls(3);
});
afterEach(() => sandbox.close());

const getText = async (): Promise<string> => (await sandbox.fetchCall('call-001')).body.toString();

test('deep-nesting', async () => {
  sandbox.faults.add({ kind: 'deep-nesting', depth: 5000 });
  expect(await getText()).toContain(`"nested":${'['.repeat(5000)}${']'.repeat(5000)}`);
});

test('big-number-id', async () => {
  sandbox.faults.add({ kind: 'big-number-id' });
  const text = await getText();
  expect(text).toContain('"call_id":9007199254740993,');
  expect(JSON.parse(text)).toMatchObject({ call_id: 9007199254740992 });
});

test('proto-key', async () => {
  sandbox.faults.add({ kind: 'proto-key' });
  const call = JSON.parse(await getText()) as Record<string, unknown>;
  expect(Object.keys(call)).toEqual(expect.arrayContaining(['__proto__', 'constructor', 'call_id']));
  expect(Object.keys(call.vars_extracted as object)).toEqual(['__proto__', 'toString']);
});

test('duplicate-keys', async () => {
  sandbox.faults.add({ kind: 'duplicate-keys' });
  const text = await getText();
  expect(text.match(/"call_status":/g)).toHaveLength(2);
  expect(JSON.parse(text)).toMatchObject({ call_id: 'call-001', call_status: 'user_hangup' });
});

describe('hostile-text', () => {
  test.each([
    ['nul', 'before\u0000after'],
    ['lone-surrogate', 'high \ud83d low \udc00 end'],
    ['bidi', '\u202E'],
    ['markup', '<script>'],
  ] as const)('%s', async (text, part) => {
    sandbox.faults.add({ kind: 'hostile-text', text });
    const call = jsonOf(await sandbox.fetchCall('call-001')) as { transcript: { content: string }[]; summary: string };
    expect(call.transcript[0]?.content).toContain(part);
    expect(call.summary).toContain(part);
    expect((await sandbox.items())[0]?.agent).toMatchObject({ name: expect.stringContaining(part) });
  });

  test('megabyte', async () => {
    sandbox.faults.add({ kind: 'hostile-text', text: 'megabyte' });
    const call = jsonOf(await sandbox.fetchCall('call-001')) as { transcript: { content: string }[] };
    expect(call.transcript[1]?.content).toHaveLength(1024 * 1024);
  });
});

test('unknown-field', async () => {
  sandbox.faults.add({ kind: 'unknown-field', field: 'mood', value: ['new'] });
  expect(JSON.parse(await getText())).toMatchObject({ mood: ['new'] });
});

test('missing-field', async () => {
  sandbox.faults.add({ kind: 'missing-field', field: 'start_timestamp' });
  expect(JSON.parse(await getText())).not.toHaveProperty('start_timestamp');
});

test('wrong-type', async () => {
  sandbox.faults.add({ kind: 'wrong-type', field: 'duration_ms', value: '60s' });
  expect(JSON.parse(await getText())).toMatchObject({ duration_ms: '60s' });
});

test('new-enum', async () => {
  sandbox.faults.add({ kind: 'new-enum', field: 'direction', value: 'sideways' });
  expect(JSON.parse(await getText())).toMatchObject({ direction: 'sideways' });
});

test.each([
  ['string', 'not a call'],
  ['null', null],
  ['number', 42],
  ['empty-object', {}],
] as const)('unparsable-call: %s, one of a page', async (as, value) => {
  sandbox.faults.add({ kind: 'unparsable-call', as, callId: 'call-002' });
  const [third, second, first] = jsonOf(await sandbox.list()) as unknown[];
  expect(second).toEqual(value);
  expect(third).toMatchObject({ call_id: 'call-003' });
  expect(first).toMatchObject({ call_id: 'call-001' });
  expect(jsonOf(await sandbox.fetchCall('call-001'))).toMatchObject({ call_id: 'call-001' });
  expect(jsonOf(await sandbox.fetchCall('call-002'))).toEqual(value);
});
