// Embeddings, overrides and isolates: they reorder what follows, so a transcript could read as something it does not
// say. The plain marks (LRM, RLM, ALM) only settle the place of a neutral character and stay.
const reordering = /[\u202a-\u202e\u2066-\u2069]/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/gu;

/**
 * Text from outside, safe to show: characters that reorder text become their visible code (`[U+202E]`), control
 * characters their picture. Line breaks and tabs stay. Offsets into the result are not offsets into the original.
 */
export function neutraliseText(text: string): string {
  return text
    .replace(reordering, (char) => `[U+${char.charCodeAt(0).toString(16).toUpperCase()}]`)
    .replace(controls, (char) => String.fromCharCode(char === '\u007f' ? 0x2421 : 0x2400 + char.charCodeAt(0)));
}
