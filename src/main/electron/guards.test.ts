import { describe, expect, it } from 'vitest';
import { isTrustedSender } from './accept-ports.ts';
import { isAppUrl } from './app-url.ts';
import { parseDesktopArgs } from './desktop-args.ts';
import { guardContents } from './guard-contents.ts';
import { menuTemplate } from './menu.ts';
import { mayHave, restrictPermissions } from './permissions.ts';
import { mayLoad, serveAppScheme } from './serve-app-scheme.ts';

const ours = ['app://earmark/', 'app://earmark/index.html?x=1#/calls', 'app://earmark'];
const foreign = [
  '',
  'about:blank',
  'about:srcdoc',
  'app://earmark.evil.com/',
  'app://evil/',
  'APP://EARMARK/',
  'app://earmark@evil/',
  'app://user@earmark/',
  'app://earmark:80/',
  'app:earmark/',
  'application://earmark/',
  'https://earmark/',
  'https://evil.com/app://earmark/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,x',
  'null',
  'not a url',
];

describe('isAppUrl', () => {
  it.each(ours)('%s is ours', (url) => expect(isAppUrl(url)).toBe(true));
  it.each(foreign)('"%s" is not', (url) => expect(isAppUrl(url)).toBe(false));
});

describe('isTrustedSender', () => {
  const frame = { detached: false, parent: null, url: 'app://earmark/', isDestroyed: () => false };
  it('trusts the main frame of our page', () => expect(isTrustedSender(frame)).toBe(true));
  it.each<[string, Parameters<typeof isTrustedSender>[0]]>([
    ['no frame', null],
    ['a subframe', { ...frame, parent: {} }],
    ['a detached frame', { ...frame, detached: true }],
    ['a destroyed frame', { ...frame, isDestroyed: () => true }],
    ...foreign.map((url): [string, typeof frame] => [`"${url}"`, { ...frame, url }]),
  ])('refuses %s', (_name, sender) => expect(isTrustedSender(sender)).toBe(false));
});

describe('guardContents', () => {
  it('keeps the page where it is', () => {
    const listeners = new Map<string, (event: { url: string; preventDefault(): void }) => void>();
    let openHandler: (() => { action: string }) | null = null;
    const contents = {
      on: (name: string, listener: (event: { url: string; preventDefault(): void }) => void) =>
        listeners.set(name, listener),
      setWindowOpenHandler: (handler: () => { action: string }) => {
        openHandler = handler;
      },
    };
    guardContents(contents as unknown as Parameters<typeof guardContents>[0]);
    const prevented = (name: string, url: string): boolean => {
      let result = false;
      listeners.get(name)?.({
        url,
        preventDefault: () => {
          result = true;
        },
      });
      return result;
    };
    for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      for (const url of ours) expect(prevented(name, url)).toBe(false);
      for (const url of foreign) expect(prevented(name, url)).toBe(true);
    }
    expect(prevented('will-attach-webview', 'app://earmark/')).toBe(true);
    expect((openHandler as (() => { action: string }) | null)?.()).toEqual({ action: 'deny' });
  });
});

describe('permissions', () => {
  const names = [
    ...['clipboard-read', 'display-capture', 'fileSystem', 'geolocation', 'hid', 'idle-detection', 'media', 'midi'],
    ...['midiSysex', 'notifications', 'openExternal', 'pointerLock', 'keyboardLock', 'serial', 'speaker-selection'],
    ...['storage-access', 'usb', 'window-management', 'unknown', '__proto__', ''],
  ];
  it.each(names)('%s is never granted', (name) => expect(mayHave(name, 'app://earmark/')).toBe(false));
  it('grants copying and full screen to our page only', () => {
    for (const name of ['clipboard-sanitized-write', 'fullscreen']) {
      for (const url of ours) expect(mayHave(name, url)).toBe(true);
      for (const url of foreign) expect(mayHave(name, url)).toBe(false);
    }
  });

  it('sets all three handlers', () => {
    type Session = Parameters<typeof restrictPermissions>[0];
    const set: Array<(...args: unknown[]) => unknown> = [];
    const keep = (handler: unknown): void => {
      set.push(handler as (...args: unknown[]) => unknown);
    };
    restrictPermissions({
      setPermissionRequestHandler: keep,
      setPermissionCheckHandler: keep,
      setDevicePermissionHandler: keep,
    } as unknown as Session);
    const answers: boolean[] = [];
    const ask = (permission: string, isMainFrame: boolean): unknown =>
      set[0]?.({}, permission, (granted: boolean) => answers.push(granted), {
        isMainFrame,
        requestingUrl: 'app://earmark/',
      });
    ask('fullscreen', true);
    ask('fullscreen', false);
    ask('media', true);
    expect(answers).toEqual([true, false, false]);
    expect(set[1]?.(null, 'geolocation', 'app://earmark/', {})).toBe(false);
    expect(set[2]?.({})).toBe(false);
  });
});

describe('the app scheme', () => {
  it('lets the page load only from itself', () => {
    for (const url of [...ours, 'blob:app://earmark/1', 'data:image/png;base64,', 'devtools://devtools/x']) {
      expect(mayLoad(url)).toBe(true);
    }
    for (const url of [
      'https://evil.com/',
      'http://127.0.0.1/',
      'file:///a',
      'ws://a',
      'blob:https://evil.com/1',
      '',
    ]) {
      expect(mayLoad(url)).toBe(false);
    }
  });

  it('answers for our host, refuses files and turns a failure into a 500', async () => {
    const handlers = new Map<string, (request: Request) => Promise<Response> | Response>();
    const errors: string[] = [];
    const none = (): undefined => undefined;
    const logger = { debug: none, info: none, warn: none, error: (_: object, message: string) => errors.push(message) };
    serveAppScheme(
      { protocol: { handle: (scheme, handler) => void handlers.set(scheme, handler) } },
      async (request) => {
        if (request.url.endsWith('/bug')) throw new Error('bug');
        return new Response('page');
      },
      logger,
    );
    const ask = async (url: string): Promise<number> =>
      (await handlers.get(url.split(':')[0] ?? '')?.(new Request(url)))?.status ?? 0;
    expect(await ask('app://earmark/')).toBe(200);
    expect(await ask('app://other/')).toBe(404);
    expect(await ask('app://earmark/bug')).toBe(500);
    expect(await ask('file:///etc/passwd')).toBe(403);
    expect(errors).toEqual(['app scheme failed']);
  });
});

describe('menuTemplate', () => {
  it('has no developer tools in a packaged app', () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      expect(JSON.stringify(menuTemplate({ platform, developing: false }))).not.toContain('toggleDevTools');
      expect(JSON.stringify(menuTemplate({ platform, developing: true }))).toContain('toggleDevTools');
    }
  });
});

describe('parseDesktopArgs', () => {
  it.each([
    [[], { dataDir: null, demo: false }],
    [['.', '--demo', '--data-dir', '/d'], { dataDir: '/d', demo: true }],
    [['--data-dir=/d', '--no-sandbox', '--inspect=1', 'file.txt'], { dataDir: '/d', demo: false }],
    [['--data-dir='], { dataDir: null, demo: false }],
  ])('%j', (argv, expected) => expect(parseDesktopArgs(argv)).toEqual(expected));
});
