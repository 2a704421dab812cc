/** What a request asked for; `other` is anything that is no endpoint of the sandbox. */
export type RequestKind = 'list' | 'get' | 'media' | 'other';

/** One request as the sandbox saw it. Keys and signatures are not in it. */
export interface LoggedRequest {
  readonly at: number;
  readonly kind: RequestKind;
  readonly method: string;
  readonly path: string;
  /** Without `?`; values that sign or authorise are `[redacted]`. */
  readonly query: string;
  readonly callId: string | undefined;
  /** Lower-case names. `authorization` keeps its scheme and the last four characters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly range: string | undefined;
  /** Parsed JSON of a list request. */
  readonly body: unknown;
  /** 0 while unanswered, and for a connection that was cut before the status line. */
  readonly status: number;
  /** Faults that were applied, in order. */
  readonly faults: readonly string[];
}

/** Requests by kind and by status. */
export interface RequestCounts {
  readonly total: number;
  readonly list: number;
  readonly get: number;
  readonly media: number;
  readonly other: number;
  readonly byStatus: Readonly<Record<number, number>>;
}

/** A log that keeps the newest requests and counts all. */
export interface RequestLog {
  readonly entries: readonly LoggedRequest[];
  open(entry: Omit<LoggedRequest, 'status' | 'faults'>): { close(status: number, faults: readonly string[]): void };
  counts(): RequestCounts;
  clear(): void;
}

/** Creates a log of at most `capacity` entries. */
export function createRequestLog(capacity: number): RequestLog {
  let entries: LoggedRequest[] = [];
  let kinds = { list: 0, get: 0, media: 0, other: 0 };
  let byStatus: Record<number, number> = {};
  return {
    get entries() {
      return entries;
    },
    open(opened) {
      const entry: { -readonly [K in keyof LoggedRequest]: LoggedRequest[K] } = { ...opened, status: 0, faults: [] };
      entries.push(entry);
      // Cutting half at once keeps pushing cheap in benchmarks.
      if (entries.length > capacity) entries = entries.slice(-Math.ceil(capacity / 2));
      kinds[entry.kind]++;
      return {
        close(status, faults) {
          entry.status = status;
          entry.faults = faults;
          byStatus[status] = (byStatus[status] ?? 0) + 1;
        },
      };
    },
    counts: () => ({
      ...kinds,
      total: kinds.list + kinds.get + kinds.media + kinds.other,
      byStatus: { ...byStatus },
    }),
    clear() {
      entries = [];
      kinds = { list: 0, get: 0, media: 0, other: 0 };
      byStatus = {};
    },
  };
}

/** Headers for the log: names lower-case, the key reduced to its scheme and last four characters. */
export function loggedHeaders(raw: NodeJS.Dict<string | string[]>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(raw)) {
    if (value === undefined) continue;
    const text = Array.isArray(value) ? value.join(', ') : value;
    headers[name] = name === 'authorization' ? text.replace(/^(\S+\s+)?.*(.{4})$/s, '$1…$2') : text;
  }
  return headers;
}

const secretParams = /^(token|sig|signature|policy|credential|x-(amz|goog)-(signature|credential|security-token))$/i;

/** A query string for the log. */
export function loggedQuery(params: URLSearchParams): string {
  const shown = [...params].map(([name, value]) => `${name}=${secretParams.test(name) ? '[redacted]' : value}`);
  return shown.join('&');
}
