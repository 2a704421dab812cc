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

/**
 * What gets an apostrophe. Full-width signs are formulas too, in some languages of Excel. A text that begins with such an
 * apostrophe itself gets one more, so that taking one away gives back what was written.
 */
const likeFormula = /^'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/;

function harmless(text: string): string {
  return likeFormula.test(text) ? `'${text}` : text;
}

/** The text of a cell that `delimitedText` wrote with commas, without the apostrophe that makes it harmless. */
export function readCell(cell: string): string {
  return cell.startsWith("'") && likeFormula.test(cell.slice(1)) ? cell.slice(1) : cell;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) || text.trim() !== text ? `"${text.replaceAll('"', '""')}"` : text;
}

function flat(text: string): string {
  const line = text.replace(/[\t\r\n]+/g, ' ');
  return line.startsWith('"') ? `'${line}` : line;
}
