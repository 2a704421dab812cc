import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type AsyncSafeStorage, createKeyringSecrets } from './keyring-secrets.ts';

const dir = mkdtempSync(join(tmpdir(), 'earmark-keys-'));
afterAll(() => rmSync(dir, { recursive: true }));
let path = '';
let files = 0;
beforeEach(() => {
  files += 1;
  path = join(dir, `keys-${files}.json`);
});

const canary = 'sk-CANARY-0123456789';
const none = (): undefined => undefined;
const logger = { debug: none, info: none, warn: none, error: none };

/** A keyring that "encrypts" by reversing; `state` changes what it does. */
function fakeStorage(start: Partial<typeof defaults> = {}): AsyncSafeStorage & { state: typeof defaults } {
  const state = { ...defaults, ...start };
  const flip = (text: string): string => [...text].reverse().join('');
  return {
    state,
    isAsyncEncryptionAvailable: async () => state.available,
    getSelectedStorageBackend: () => state.backend,
    encryptStringAsync: async (text) => {
      if (state.encryptFails) throw new Error('encryption failed');
      return Buffer.from(state.prefix + flip(text));
    },
    decryptStringAsync: async (encrypted) => {
      if (state.decryptError !== '') throw new Error(state.decryptError);
      return { result: flip(encrypted.toString().slice(3)), shouldReEncrypt: state.shouldReEncrypt };
    },
  };
}
const defaults = {
  available: true,
  backend: 'gnome_libsecret' as ReturnType<AsyncSafeStorage['getSelectedStorageBackend']>,
  prefix: 'v11',
  encryptFails: false,
  decryptError: '',
  shouldReEncrypt: false,
};

const create = (safeStorage: AsyncSafeStorage, platform: NodeJS.Platform = 'linux') =>
  createKeyringSecrets({ safeStorage, platform, path, logger });

describe('what protects the key', () => {
  it.each([
    ['linux', 'v11', 'keyring'],
    ['linux', 'v12', 'keyring'],
    ['linux', 'v10', 'session'],
    ['darwin', 'v10', 'keyring'],
    ['win32', 'v10', 'keyring'],
  ] as const)('%s with prefix %s keeps it in the %s', async (platform, prefix, expected) => {
    const secrets = await create(fakeStorage({ prefix }), platform);
    expect(secrets.note === null).toBe(expected === 'keyring');
    expect(await secrets.write('own', canary)).toBe(expected);
    expect(await secrets.read('own')).toEqual({ key: canary, stored: expected });
  });

  it('is nothing when encryption is not available or the probe fails', async () => {
    for (const storage of [fakeStorage({ available: false }), fakeStorage({ encryptFails: true })]) {
      const secrets = await create(storage);
      expect(secrets.note).toContain('until Earmark ends');
      expect(await secrets.write('own', canary)).toBe('session');
      expect(statSync(path, { throwIfNoEntry: false })).toBeUndefined();
    }
  });
});

describe('the stored key', () => {
  it('survives a restart, in an owner-only file without the key in it', async () => {
    await (await create(fakeStorage())).write('own', canary);
    expect(readFileSync(path, 'utf8')).not.toContain(canary);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const secrets = await create(fakeStorage());
    expect(await secrets.read('own')).toEqual({ key: canary, stored: 'keyring' });
    expect(await secrets.read('demo')).toBeNull();
  });

  it.each([{ backend: 'basic_text', prefix: 'v12' } as const, { prefix: 'v12' }])(
    'of another keyring (%j) is asked for again and never overwritten',
    async (change) => {
      await (await create(fakeStorage())).write('own', canary);
      const first = JSON.parse(readFileSync(path, 'utf8')).keys.own;
      const secrets = await create(fakeStorage(change));
      expect(await secrets.read('own')).toBeNull();
      expect(secrets.note).toContain('another keyring');
      expect(await secrets.write('own', 'sk-second')).toBe('keyring');
      expect(secrets.note).toBeNull();
      expect(JSON.parse(readFileSync(path, 'utf8')).former).toEqual([{ ...first, workspace: 'own' }]);
    },
  );

  it('stays when the keyring is locked, and is readable once it is not', async () => {
    const storage = fakeStorage();
    const secrets = await create(storage);
    await secrets.write('own', canary);
    const before = readFileSync(path, 'utf8');
    storage.state.decryptError = 'Encryption is temporarily unavailable';
    expect(await secrets.read('own')).toBeNull();
    expect(secrets.note).toContain('locked');
    storage.state.decryptError = 'bad ciphertext';
    expect(await secrets.read('own')).toBeNull();
    expect(secrets.note).toContain('could not be decrypted');
    expect(readFileSync(path, 'utf8')).toBe(before);
    storage.state.decryptError = '';
    expect(await secrets.read('own')).toEqual({ key: canary, stored: 'keyring' });
    expect(secrets.note).toBeNull();
  });

  it('is encrypted anew when the keyring asks for it', async () => {
    const storage = fakeStorage();
    const secrets = await create(storage);
    await secrets.write('own', canary);
    const before = readFileSync(path, 'utf8');
    storage.state.shouldReEncrypt = true;
    writeFileSync(path, before.replace('}}', ' }}'));
    expect(await secrets.read('own')).toEqual({ key: canary, stored: 'keyring' });
    expect(readFileSync(path, 'utf8')).toBe(before);
    storage.state.encryptFails = true;
    expect(await secrets.read('own')).toEqual({ key: canary, stored: 'keyring' });
  });

  it('falls back to the session when storing fails, and says so', async () => {
    const storage = fakeStorage();
    const secrets = await create(storage);
    storage.state.encryptFails = true;
    expect(await secrets.write('own', canary)).toBe('session');
    expect(secrets.note).toContain('could not be stored');
    expect(await secrets.read('own')).toEqual({ key: canary, stored: 'session' });
  });

  it('is forgotten when removed', async () => {
    const secrets = await create(fakeStorage());
    await secrets.write('own', canary);
    await secrets.write('demo', 'k2');
    await secrets.remove('own');
    expect(await secrets.read('own')).toBeNull();
    expect(await secrets.read('demo')).toEqual({ key: 'k2', stored: 'keyring' });
  });
});
