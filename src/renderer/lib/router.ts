import { useSyncExternalStore } from 'react';
import type { CompareRef } from '#shared/model/compare.ts';
import { compareHref, parseCompared } from './compare-address.ts';

export type SettingsSection =
  | 'connection'
  | 'latency'
  | 'notes'
  | 'appearance'
  | 'keys'
  | 'sync'
  | 'storage'
  | 'reviewing'
  | 'workspace'
  | 'about';

/** What agreement is computed of: a calibration pack, or all reviews with a version of a scorecard. */
export interface AgreementSource {
  what: 'pack' | 'version';
  id: string;
}

/** Where the reader is. The address is the hash, so that no host needs to know our paths. */
export type Route =
  | { name: 'calls' }
  | { name: 'call'; id: string; atMs: number | null }
  | { name: 'review' }
  | { name: 'notes' }
  /** What is side by side, none = what the tray begins with; `base` = the column the others are compared with. */
  | { name: 'compare'; refs: readonly CompareRef[]; base: number }
  /** `search` is what the screen shows, as its own address words it (`insights-address.ts`); empty = as it was left. */
  | { name: 'insights'; search: string }
  /** All families of agent turns, or one. */
  | { name: 'families'; id: string | null }
  | { name: 'sync' }
  | { name: 'blind' }
  | { name: 'agreement'; source: AgreementSource | null }
  | { name: 'conflicts' }
  | { name: 'scorecards'; id: string | null }
  | { name: 'settings'; section: SettingsSection | null };

const sections: readonly string[] = [
  'connection',
  'latency',
  'notes',
  'appearance',
  'keys',
  'sync',
  'storage',
  'reviewing',
  'workspace',
  'about',
];

/** Reads a hash; anything unknown is the call list. */
export function parseHash(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?', 2);
  const [first, second, third] = path.split('/').filter((part) => part !== '');
  if (first === 'calls' && second !== undefined) {
    const id = decode(second);
    if (id === null) return { name: 'calls' };
    const at = new URLSearchParams(query).get('at');
    const atMs = at === null || !/^\d+$/.test(at) ? null : Number(at);
    return { name: 'call', id, atMs };
  }
  if (first === 'review') return { name: 'review' };
  if (first === 'blind') return { name: 'blind' };
  if (first === 'agreement') return { name: 'agreement', source: parseSource(second, third) };
  if (first === 'notes') return { name: 'notes' };
  if (first === 'compare') return { name: 'compare', ...parseCompared(query) };
  if (first === 'insights') return { name: 'insights', search: query };
  if (first === 'families') return { name: 'families', id: second === undefined ? null : decode(second) };
  if (first === 'sync') return { name: 'sync' };
  if (first === 'conflicts') return { name: 'conflicts' };
  if (first === 'scorecards') return { name: 'scorecards', id: second === undefined ? null : decode(second) };
  if (first === 'settings') {
    return { name: 'settings', section: sections.includes(second ?? '') ? (second as SettingsSection) : null };
  }
  return { name: 'calls' };
}

function parseSource(what: string | undefined, id: string | undefined): AgreementSource | null {
  const decoded = id === undefined ? null : decode(id);
  return decoded === null || (what !== 'pack' && what !== 'version') ? null : { what, id: decoded };
}

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

/** The address of a place, for links. */
export function hrefOf(route: Route): string {
  switch (route.name) {
    case 'calls':
      return '#/calls';
    case 'call':
      return `#/calls/${encodeURIComponent(route.id)}${route.atMs === null ? '' : `?at=${Math.round(route.atMs)}`}`;
    case 'review':
      return '#/review';
    case 'blind':
      return '#/blind';
    case 'agreement':
      return `#/agreement${route.source === null ? '' : `/${route.source.what}/${encodeURIComponent(route.source.id)}`}`;
    case 'notes':
      return '#/notes';
    case 'compare':
      return compareHref(route.refs, route.base);
    case 'insights':
      return `#/insights${route.search === '' ? '' : `?${route.search}`}`;
    case 'families':
      return `#/families${route.id === null ? '' : `/${encodeURIComponent(route.id)}`}`;
    case 'sync':
      return '#/sync';
    case 'conflicts':
      return '#/conflicts';
    case 'scorecards':
      return `#/scorecards${route.id === null ? '' : `/${encodeURIComponent(route.id)}`}`;
    case 'settings':
      return `#/settings${route.section === null ? '' : `/${route.section}`}`;
  }
}

export const callRoute = (id: string, atMs: number | null = null): Route => ({ name: 'call', id, atMs });

let cachedHash: string | null = null;
let cachedRoute: Route = { name: 'calls' };

/** The place now; the same object as long as the address is the same. */
export function currentRoute(): Route {
  const { hash } = window.location;
  if (hash !== cachedHash) {
    cachedHash = hash;
    cachedRoute = parseHash(hash);
  }
  return cachedRoute;
}

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('hashchange', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('hashchange', listener);
  };
}

export function useRoute(): Route {
  return useSyncExternalStore(subscribe, currentRoute);
}

/** Goes somewhere. `replace` leaves no step to come back to (next and previous call). */
export function navigate(route: Route, options: { replace?: boolean } = {}): void {
  const href = hrefOf(route);
  if (options.replace === true) {
    // location.replace fires hashchange, history.replaceState does not.
    window.location.replace(href);
  } else {
    window.location.hash = href;
  }
  // hashchange comes a task later: a key pressed in between would still be about the place that was left.
  for (const listener of [...listeners]) listener();
}
