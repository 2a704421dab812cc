import type { SafeStorage } from 'electron';
import type { WorkspaceKind } from '#shared/model/connection.ts';
import type { KeyStorage, Logger, SecretStore } from '../ports.ts';
import { type KeyFile, readKeyFile, type StoredKey, writeKeyFile } from './key-file.ts';

/** Of safeStorage, only the asynchronous half: the other is deprecated. */
export type AsyncSafeStorage = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>;

interface KeyringOptions {
  safeStorage: AsyncSafeStorage;
  platform: NodeJS.Platform;
  path: string;
  logger: Logger;
}

const notes = {
  noKeyring:
    'The API key is kept until Earmark ends, because no keyring protects it here. Install or unlock one (GNOME Keyring, KWallet) to keep it.',
  changed:
    'The API key was stored in another keyring than the one in use now. Enter it again, or go back to the keyring it was stored in.',
  locked: 'The keyring is locked. Unlock it and try again, or enter the API key again.',
  unreadable: 'The stored API key could not be decrypted. Enter it again.',
  unsaved: 'The API key could not be stored and is kept until Earmark ends.',
} as const;

/** API keys encrypted by the operating system's keyring; where none protects them, kept for the session only. */
export async function createKeyringSecrets(options: KeyringOptions): Promise<SecretStore> {
  const { safeStorage, path, logger } = options;
  const session = new Map<WorkspaceKind, string>();
  const keyring = await probeKeyring(options);
  let note: string | null = keyring === null ? notes.noKeyring : null;

  async function read(workspace: WorkspaceKind): Promise<{ key: string; stored: KeyStorage } | null> {
    const kept = session.get(workspace);
    if (kept !== undefined) return { key: kept, stored: 'session' };
    const stored = readKeyFile(path).keys[workspace];
    if (stored === undefined || keyring === null) return null;
    if (stored.backend !== keyring.backend || stored.prefix !== keyring.prefix) {
      note = notes.changed;
      return null;
    }
    try {
      const ciphertext = Buffer.from(stored.ciphertext, 'base64');
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(ciphertext);
      note = null;
      if (shouldReEncrypt) await reEncrypt(workspace, result);
      return { key: result, stored: 'keyring' };
    } catch (error) {
      // Kept in the file in both cases: what cannot be decrypted now may be tomorrow.
      note = isTemporary(error) ? notes.locked : notes.unreadable;
      logger.warn({ err: error }, 'the stored API key could not be decrypted');
      return null;
    }
  }

  /** The key is at hand already, so a failure here costs nothing but another try next time. */
  async function reEncrypt(workspace: WorkspaceKind, key: string): Promise<void> {
    try {
      await store(workspace, key);
    } catch (error) {
      logger.warn({ err: error }, 'the API key could not be encrypted anew');
    }
  }

  async function store(workspace: WorkspaceKind, key: string): Promise<void> {
    const encrypted = await safeStorage.encryptStringAsync(key);
    await writeKeyFile(path, replaceKey(readKeyFile(path), workspace, describeKey(encrypted, options)));
  }

  async function write(workspace: WorkspaceKind, key: string): Promise<KeyStorage> {
    session.set(workspace, key);
    if (keyring === null) return 'session';
    try {
      await store(workspace, key);
      session.delete(workspace);
      note = null;
      return 'keyring';
    } catch (error) {
      note = notes.unsaved;
      logger.warn({ err: error }, 'the API key could not be stored');
      return 'session';
    }
  }

  async function remove(workspace: WorkspaceKind): Promise<void> {
    session.delete(workspace);
    const { [workspace]: _removed, ...keys } = readKeyFile(path).keys;
    await writeKeyFile(path, { keys, former: readKeyFile(path).former.filter((key) => key.workspace !== workspace) });
  }

  return {
    read,
    write,
    remove,
    get note() {
      return note;
    },
  };
}

/**
 * What protects keys here; null = nothing. On Linux "available" is also said of Chromium's fixed password, which
 * protects nothing: only a trial ciphertext shows it, by the prefix `v10`. Elsewhere `v10` is the real thing.
 */
async function probeKeyring(options: KeyringOptions): Promise<{ backend: string; prefix: string } | null> {
  const { safeStorage, platform, logger } = options;
  try {
    if (!(await safeStorage.isAsyncEncryptionAvailable())) return null;
    const { backend, prefix } = describeKey(await safeStorage.encryptStringAsync('probe'), options);
    return platform === 'linux' && prefix === 'v10' ? null : { backend, prefix };
  } catch (error) {
    logger.warn({ err: error }, 'the keyring does not answer');
    return null;
  }
}

function describeKey(encrypted: Buffer, { safeStorage, platform }: KeyringOptions): StoredKey {
  return {
    ciphertext: encrypted.toString('base64'),
    backend: platform === 'linux' ? safeStorage.getSelectedStorageBackend() : platform,
    prefix: encrypted.subarray(0, 3).toString('latin1'),
  };
}

/** Puts a key in place; one of another keyring is set aside instead of overwritten. */
function replaceKey(file: KeyFile, workspace: WorkspaceKind, next: StoredKey): KeyFile {
  const previous = file.keys[workspace];
  const foreign = previous !== undefined && (previous.backend !== next.backend || previous.prefix !== next.prefix);
  return {
    keys: { ...file.keys, [workspace]: next },
    former: foreign ? [...file.former, { ...previous, workspace }] : file.former,
  };
}

function isTemporary(error: unknown): boolean {
  return error instanceof Error && /temporarily unavailable/i.test(error.message);
}
