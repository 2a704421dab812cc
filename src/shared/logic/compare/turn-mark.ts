/**
 * Sixteen hexadecimal digits by which a turn's words are known again without keeping them: two 32-bit FNV-1a hashes with
 * different beginnings (Fowler, Noll, Vo; offset basis 2166136261, prime 16777619), over UTF-16 units.
 */
export function turnMark(turn: { readonly role: string; readonly content: string }): string {
  const text = `${turn.role}\n${turn.content}`;
  return [2_166_136_261, 0x9e3779b9].map((basis) => fnv1a(text, basis).toString(16).padStart(8, '0')).join('');
}

function fnv1a(text: string, basis: number): number {
  let hash = basis;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 16_777_619);
  return hash >>> 0;
}

/** Where the words of a mark stand in a transcript today, the place nearest to where they were; null = nowhere. */
export function findMark(
  turns: readonly { readonly role: string; readonly content: string }[],
  mark: string,
  near: number,
): number | null {
  let best: number | null = null;
  turns.forEach((turn, index) => {
    if (turnMark(turn) !== mark) return;
    if (best === null || Math.abs(index - near) < Math.abs(best - near)) best = index;
  });
  return best;
}
