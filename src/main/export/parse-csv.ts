import Papa from 'papaparse';
import type { CsvRow } from '#shared/logic/formats/csv.ts';
import { FormatError } from '#shared/logic/formats/format-error.ts';

/**
 * Parses CSV; comma, semicolon and tab are told apart by the first lines.
 *
 * @throws FormatError naming the line, for a quoted cell that does not end.
 */
export function parseCsv(text: string): CsvRow[] {
  const rows: CsvRow[] = [];
  const source = text.replace(/^\ufeff/, '');
  let line = 1;
  let before = 0;
  let problem: FormatError | null = null;
  Papa.parse<string[]>(source, {
    delimiter: delimiterOf(source),
    step: ({ data, errors, meta }, parser) => {
      const [error] = errors;
      if (error !== undefined) {
        problem = new FormatError(`${error.message}.`, line);
        parser.abort();
        return;
      }
      if (data.length > 1 || data[0] !== '') rows.push({ line, cells: data });
      line += linesIn(source, before, meta.cursor);
      before = meta.cursor;
    },
  });
  if (problem !== null) throw problem;
  return rows;
}

function delimiterOf(text: string): string {
  const head = text.slice(0, text.search(/[\r\n]|$/));
  const count = (sign: string) => head.split(sign).length;
  return [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

function linesIn(text: string, from: number, to: number): number {
  return (text.slice(from, to).match(/\r\n|\r|\n/g) ?? []).length;
}
