/** A table of text. The first column is left-aligned, the others right-aligned. */
export interface Table {
  title: string;
  head: readonly string[];
  rows: ReadonlyArray<readonly string[]>;
}

/** The table with aligned columns, for a terminal. */
export function formatTable({ title, head, rows }: Table): string {
  const lines = [head, ...rows];
  const columns = Math.max(...lines.map((line) => line.length));
  const widths = Array.from({ length: columns }, (_, at) => Math.max(...lines.map((line) => (line[at] ?? '').length)));
  const format = (line: readonly string[]): string =>
    widths
      .map((width, at) => (at === 0 ? (line[at] ?? '').padEnd(width) : (line[at] ?? '').padStart(width)))
      .join('  ')
      .trimEnd();
  return [title, format(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(format)].join('\n');
}

/** A number with as many decimals as it deserves: 3 significant figures below 100, none above. */
export function show(value: number): string {
  if (!Number.isFinite(value)) return '-';
  const size = Math.abs(value);
  return value.toFixed(size >= 100 || value === Math.round(value) ? 0 : size >= 10 ? 1 : 2);
}

/** `12.3 [11.8-14.0]`: the median and the range of several runs. */
export function showRuns(values: readonly number[], middle: number): string {
  if (values.length < 2) return show(middle);
  return `${show(middle)} [${show(Math.min(...values))}-${show(Math.max(...values))}]`;
}

/** How many times `a` is `b`. */
export function showRatio(a: number, b: number): string {
  return b > 0 ? `${show(a / b)}x` : '-';
}
