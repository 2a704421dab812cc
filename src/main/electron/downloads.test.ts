import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { guardDownloads, mayDownload } from './downloads.ts';

describe('guardDownloads', () => {
  it('asks where to save our own files, and refuses others', () => {
    const listeners: ((event: { preventDefault(): void }, item: unknown) => void)[] = [];
    const session = { on: (_name: string, listener: (typeof listeners)[number]) => listeners.push(listener) };
    guardDownloads(session as unknown as Parameters<typeof guardDownloads>[0], '/home/ana/Downloads');
    const download = (url: string) => {
      const seen = { refused: false, options: null as unknown };
      const item = {
        getURL: () => url,
        getFilename: () => 'a.vtt',
        setSaveDialogOptions: (options: unknown) => {
          seen.options = options;
        },
      };
      for (const listener of listeners) {
        listener({ preventDefault: () => Object.assign(seen, { refused: true }) }, item);
      }
      return seen;
    };
    expect(download('app://earmark/handouts/x')).toEqual({
      refused: false,
      options: { defaultPath: join('/home/ana/Downloads', 'a.vtt') },
    });
    expect(download('https://evil.example/a.exe')).toEqual({ refused: true, options: null });
  });

  it.each([
    ['blob:app://earmark/0d1c', true],
    ['app://earmark/handouts/x', true],
    ['blob:https://evil.example/0d1c', false],
    ['data:text/html,x', false],
    ['app://earmark.evil.com/x', false],
  ])('%s: %s', (url, may) => expect(mayDownload(url)).toBe(may));
});
