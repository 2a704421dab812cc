import type { AudioContainer } from './sniff.ts';

/** What each container is called in a `Content-Type`. */
export const CONTENT_TYPES: Readonly<Record<AudioContainer, string>> = {
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  webm: 'audio/webm',
  mp4: 'audio/mp4',
  adts: 'audio/aac',
  flac: 'audio/flac',
};

/** The content type of a container by its name, as the database has it; undefined for one that nothing here opens. */
export function contentTypeOf(container: string | null): string | undefined {
  const types: Readonly<Record<string, string>> = CONTENT_TYPES;
  return container !== null && Object.hasOwn(types, container) ? types[container] : undefined;
}
