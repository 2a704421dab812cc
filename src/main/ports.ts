import type { Capabilities, WorkspaceKind } from '#shared/model/connection.ts';

/** Time as an argument. `now` is Unix ms; `sleep` rejects with the signal's reason when aborted. */
export interface Clock {
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Structured log: an object of fields first, then a constant message. Never a URL's query, a key, a number or what was said. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export type KeyStorage = 'keyring' | 'session' | 'environment';

/** Where API keys live. A key never reaches the database, the renderer or a log. */
export interface SecretStore {
  read(workspace: WorkspaceKind): Promise<{ key: string; stored: KeyStorage } | null>;
  /** Returns how the key is kept: `session` means it is gone when the process ends. */
  write(workspace: WorkspaceKind, key: string): Promise<KeyStorage>;
  remove(workspace: WorkspaceKind): Promise<void>;
  /** One sentence for the user when keys cannot be kept, else null. */
  readonly note: string | null;
}

/** A running Voicy-compatible server that serves the demo's calls. */
export interface DemoServer {
  baseUrl: string;
  apiKey: string;
  close(): Promise<void>;
}

export interface HttpRequest {
  url: string;
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
}

/** The head of an answer, and its body as it comes, decompressed. Who does not read a body to its end calls `discard`. */
export interface HttpAnswer {
  status: number;
  headers: Pick<Headers, 'get'>;
  body: AsyncIterable<Uint8Array> | null;
  discard(): void;
}

/**
 * One exchange with the API. A redirect is an answer like others and is never followed; neither cookies nor caches are used.
 * Rejects, as reading the body does, with what the network says or once the signal is aborted.
 */
export type SendRequest = (request: HttpRequest) => Promise<HttpAnswer>;

/** What a host lends to the app. Both hosts pass real implementations; nothing in here is a stub. */
export interface Ports {
  clock: Clock;
  /** Time awake, ms: stands still while the computer sleeps. `performance.now` where it is left out. */
  monotonic?: () => number;
  /** For the API: thousands of small answers. */
  send: SendRequest;
  /** For recordings: few and large ones. */
  fetch: typeof globalThis.fetch;
  random: () => number;
  logger: Logger;
  secrets: SecretStore;
  /** One folder per workspace: `earmark.db`, `recordings/`, `peaks/`, `backups/`. `ui` = the built renderer. */
  paths: { own: string; demo: string; ui: string };
  capabilities: Capabilities;
  version: string;
  /** Prints a page to a PDF; absent when the host cannot (capability `pdf` is then false). */
  printPdf?: (html: string) => Promise<Uint8Array>;
  /**
   * Absent when the host cannot serve the demo (capability `demo` is then false). The demo's calls are dated backwards from
   * `startedAtMs` (Unix ms), and what happens while one watches happens after it.
   */
  startDemo?: (startedAtMs: number) => Promise<DemoServer>;
}
