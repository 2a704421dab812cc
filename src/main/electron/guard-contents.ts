import type { WebContents } from 'electron';
import { isAppUrl } from './app-url.ts';

/** Keeps a page where it is: no navigation away, no new windows, no webviews. For every WebContents that is created. */
export function guardContents(contents: WebContents): void {
  contents.on('will-navigate', (event) => denyUnlessOurs(event));
  contents.on('will-frame-navigate', (event) => denyUnlessOurs(event));
  contents.on('will-redirect', (event) => denyUnlessOurs(event));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

function denyUnlessOurs(event: { url: string; preventDefault(): void }): void {
  if (!isAppUrl(event.url)) event.preventDefault();
}
