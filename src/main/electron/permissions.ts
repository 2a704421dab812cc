import type { Session } from 'electron';
import { isAppUrl } from './app-url.ts';

/** All that the page may ever be granted; Electron grants everything unless told otherwise. */
const allowed: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'fullscreen']);

/** True for a permission on the list, asked for by our own page. */
export function mayHave(permission: string, origin: string): boolean {
  return allowed.has(permission) && isAppUrl(origin);
}

/** Refuses every permission, request and check alike, except the listed ones for our own page. */
export function restrictPermissions(
  session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'>,
): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    callback(details.isMainFrame && mayHave(permission, details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => mayHave(permission, origin));
  session.setDevicePermissionHandler(() => false);
}
