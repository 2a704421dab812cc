import type { Notice } from '#shared/model/sync.ts';

/** What the reader should know about the workspace as a whole; one sentence per code. */
export interface Notices {
  set(code: Notice['code'], message: string | null): void;
  list(): Notice[];
}

export function createNotices(onChange: () => void): Notices {
  const current = new Map<Notice['code'], string>();
  return {
    set: (code, message) => {
      if ((current.get(code) ?? null) === message) return;
      if (message === null) current.delete(code);
      else current.set(code, message);
      onChange();
    },
    list: () => [...current].map(([code, message]) => ({ code, message })),
  };
}
