import { join } from 'node:path';
import type { DownloadItem, Event, Session } from 'electron';
import { isAppUrl } from './app-url.ts';

/** True for a file that our own page made or fetched from our own host. */
export function mayDownload(url: string): boolean {
  return isAppUrl(url.startsWith('blob:') ? url.slice('blob:'.length) : url);
}

/** Asks where to save what the page hands out, beginning in `folder`; refuses every other download. */
export function guardDownloads(session: Pick<Session, 'on'>, folder: string): void {
  session.on('will-download', (event: Pick<Event, 'preventDefault'>, item: DownloadItem) => {
    if (!mayDownload(item.getURL())) {
      event.preventDefault();
      return;
    }
    item.setSaveDialogOptions({ defaultPath: join(folder, item.getFilename()) });
  });
}
