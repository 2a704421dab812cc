/** The faults of hardening.md, section (b), by number; each name is the title of the row's test. */
export const rows = {
  F1: 'offline at start',
  F2: 'the name is not found',
  F3: 'connection refused, or no answer for 10 s',
  F4: 'captive portal',
  F5: 'certificate that nobody vouches for',
  F6: 'reset, short or truncated in mid-body',
  F7: 'close-delimited body cut short',
  F8: 'gzip stream without its end',
  F9: 'body longer than its Content-Length',
  F10: 'stall in mid-body',
  F11: 'slow drip',
  F12: 'key refused (401, 403)',
  F13: 'one call is gone (404, 410)',
  F14: 'statuses that pass (408, 425, 429, 5xx)',
  F15: 'Retry-After in every form',
  F16: '429 while many requests run',
  F17: 'outage',
  F18: 'two views ask for the same recording',
  F19: '200 with an empty body, null or the wrong shape',
  F20: 'unknown field',
  F21: 'missing field, wrong type, new enum value',
  F22: 'id as a number beyond 2^53',
  F23: '__proto__ and duplicate keys',
  F24: 'hostile strings',
  F25: 'huge page',
  F26: 'gzip bomb',
  F27: 'deep nesting',
  F28: 'pages that repeat, never end or shrink',
  F29: 'rows change between pages',
  F30: 'times in another form or order',
  F31: 'local clock a day wrong',
  F32: 'the computer sleeps in mid-sync',
  F33: 'signed URL expired before its download starts',
  F34: 'signed URL refused before its time',
  F35: 'signed URL expires in mid-download',
  F36: 'signed URL expires while its recording is played',
  F37: 'storage ignores Range',
  F38: 'Content-Range or ETag of another file',
  F39: '416 on resume',
  F40: 'ETag absent or weak',
  F41: 'HTML, XML, JSON or nothing instead of a recording',
  F42: 'Content-Type lies, or a format nobody plays',
  F43: 'malformed audio',
  F44: 'recording of 5 GB',
  F45: 'no HEAD on a signed URL',
  F46: 'killed in mid-download',
  F47: 'power loss',
  F48: 'disk full in a commit',
  F49: 'disk full while a recording is written',
  F50: 'too little free space for a recording',
  F51: 'corrupt database',
  F52: 'one flipped byte in a text',
  F53: 'database of 0 bytes',
  F54: 'database of a newer Earmark',
  F55: 'migration fails half-way',
  F56: 'another connection writes',
  F57: 'two desktop instances',
  F58: 'two hosts on one workspace',
  F59: 'another SQLite library on the file',
  F60: 'workspace in a cloud-synced folder',
  F61: 'a long reader lets the WAL grow',
  F62: 'the finished file cannot take its name',
  F63: 'recording deleted or edited outside',
  F64: 'a worker dies',
  F65: 'keyring locked',
  F66: 'key rotated in mid-sync',
  F67: 'the reader cancels, or quits',
  F68: 'an id used again for another call',
  F69: 'call deleted upstream for privacy',
} as const;

export type RowId = keyof typeof rows;

/** The title of a row's test. */
export const row = (id: RowId): string => `${id} ${rows[id]}`;

/** What of a row cannot be shown here, and where it is shown. `whole` = the row has no test in this folder. */
export interface ShownElsewhere {
  readonly id: RowId;
  readonly whole: boolean;
  readonly part: string;
  readonly reason: string;
}

export const shownElsewhere: readonly ShownElsewhere[] = [
  {
    id: 'F5',
    whole: false,
    part: 'the certificate errors of Chromium',
    reason: 'Electron sends requests through net.fetch; src/main/electron/net-fetch.test.ts reads its error codes.',
  },
  {
    id: 'F43',
    whole: false,
    part: 'MediaError and a renderer process that crashes',
    reason: 'They happen in the page and in Electron; e2e/playback.spec.ts plays malformed files in Chromium.',
  },
  {
    id: 'F44',
    whole: false,
    part: 'memory stays flat',
    reason: 'It needs gigabytes on the wire; `npm run bench` measures a recording of 2 GB.',
  },
  {
    id: 'F46',
    whole: false,
    part: 'every named point and 300 random moments',
    reason: 'They take minutes; `npm run test:crash` kills there.',
  },
  {
    id: 'F57',
    whole: true,
    part: 'the single-instance lock',
    reason:
      'requestSingleInstanceLock is Electron’s, whose runtime is not on every machine; src/main/index.ts calls it.',
  },
  {
    id: 'F62',
    whole: false,
    part: 'EPERM and EBUSY from virus scanners',
    reason:
      'Windows refuses renames of open files, Linux does not; src/main/recordings/files.test.ts lends a rename that refuses.',
  },
  {
    id: 'F65',
    whole: false,
    part: 'the keyring itself',
    reason: 'safeStorage is Electron’s; src/main/electron/keyring-secrets.test.ts lends one that is locked.',
  },
];
