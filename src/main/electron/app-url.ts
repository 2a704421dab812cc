import type { CustomScheme } from 'electron';

const appHost = 'earmark';

/** The page's origin as Chromium writes it. */
export const appOrigin = `app://${appHost}`;

/** `standard` and `stream` are what lets a media element seek (electron#51442); no CORS: all is same-origin. */
export const appScheme: CustomScheme = {
  scheme: 'app',
  privileges: { standard: true, secure: true, stream: true, supportFetchAPI: true },
};

/**
 * True for addresses of our own page. Node gives schemes it does not know the origin `null`, so the parts are compared;
 * never a prefix of the text.
 */
export function isAppUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return url.protocol === 'app:' && url.host === appHost && url.username === '' && url.password === '';
}
