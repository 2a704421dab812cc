import type { WorkspaceKind } from '#shared/model/connection.ts';
import type { SecretStore } from '../ports.ts';

const sessionNote = 'The API key is kept until Earmark ends, because this way of running it has no keyring.';

/**
 * Keys in memory only. A key from the environment counts for the reader's own workspace until another is entered;
 * it is read once, so that a child process or a crash dump does not find it again.
 */
export function createSessionSecrets(environmentKey: string | null): SecretStore {
  const keys = new Map<WorkspaceKind, string>();
  let fromEnvironment = environmentKey;
  return {
    async read(workspace) {
      const key = keys.get(workspace);
      if (key !== undefined) return { key, stored: 'session' };
      return workspace === 'own' && fromEnvironment !== null ? { key: fromEnvironment, stored: 'environment' } : null;
    },
    async write(workspace, key) {
      keys.set(workspace, key);
      return 'session';
    },
    async remove(workspace) {
      keys.delete(workspace);
      if (workspace === 'own') fromEnvironment = null;
    },
    note: sessionNote,
  };
}

/** Takes a key out of the environment: returns it and removes the variable from this process. */
export function takeEnvironmentKey(env: NodeJS.ProcessEnv, name: string): string | null {
  const key = env[name]?.trim();
  delete env[name];
  return key === undefined || key === '' ? null : key;
}
