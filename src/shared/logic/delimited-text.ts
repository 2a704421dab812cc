export type Cell = string | number | null;

/**
 * Lines of values separated by commas (RFC 4180: CRLF, quotes doubled) or tabs. A text that a spreadsheet would take for
 * a formula (`=`, `+`, `-`, `@`, tab or line break first, also after blanks) gets an apostrophe before it, as OWASP advises
 * against CSV injection. Numbers are written as they are; null is an empty field. With tabs, which have no quoting that all
 * programs share, tabs and line breaks within a text become blanks, and a text that begins with a quote gets an apostrophe too.
 */
export function delimitedText(lines: readonly (readonly Cell[])[], separator: ',' | '\t'): string {
  const field = separator === ',' ? quoted : flat;
  return lines.map((cells) => `${cells.map((cell) => written(cell, field)).join(separator)}\r\n`).join('');
}

function written(cell: Cell, field: (text: string) => string): string {
  if (cell === null) return '';
  return typeof cell === 'number' ? String(cell) : field(harmless(cell));
}

/** Full-width signs are formulas too, in some languages of Excel. */
function harmless(text: string): string {
  return /^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) || text.trim() !== text ? `"${text.replaceAll('"', '""')}"` : text;
}

function flat(text: string): string {
  const line = text.replace(/[\t\r\n]+/g, ' ');
  return line.startsWith('"') ? `'${line}` : line;
}
