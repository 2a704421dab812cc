import { neutraliseText } from '../plain-text.ts';

// Text from outside is shown through `neutraliseText`, which writes some characters out. Places in what is shown are
// therefore not places in what was sent.

const changing = /[\u202a-\u202e\u2066-\u2069]/u;

/** Where a place in a text stands when the text is shown, UTF-16 units. */
export function shownPlace(text: string, place: number): number {
  if (!changing.test(text)) return place;
  return neutraliseText(text.slice(0, place)).length;
}

/** Which place of a text is meant by a place in what is shown of it; within a character written out, its beginning. */
export function sentPlace(text: string, shown: number): number {
  if (!changing.test(text)) return Math.min(shown, text.length);
  let length = 0;
  for (let at = 0; at < text.length; at += 1) {
    const next = length + neutraliseText(text[at] ?? '').length;
    if (next > shown) return at;
    length = next;
  }
  return text.length;
}
