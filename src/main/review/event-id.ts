import { createHash } from 'node:crypto';
import { canonicalJson } from '#shared/logic/review/same-json.ts';
import type { ReviewEvent } from '#shared/model/review/event.ts';

/** 162 bits: enough that no two events ever share one, and short enough to be named often. */
const ID_CHARACTERS = 27;

/** An event with its id: the beginning of the SHA-256 of everything else in it, base64url. */
export function withEventId(event: Omit<ReviewEvent, 'id'>): ReviewEvent {
  return { id: eventIdOf(event), ...event };
}

/** Whether an event is what it was when it was made. */
export function isGenuine({ id, ...rest }: ReviewEvent): boolean {
  return eventIdOf(rest) === id;
}

function eventIdOf(event: Omit<ReviewEvent, 'id'>): string {
  return createHash('sha256').update(canonicalJson(event)).digest('base64url').slice(0, ID_CHARACTERS);
}
