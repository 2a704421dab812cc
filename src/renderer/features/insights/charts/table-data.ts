import { type Cell, delimitedText } from '#shared/logic/delimited-text.ts';

/** One column of the table behind a chart: what a program gets, and how it reads on screen. */
export interface Column<T> {
  /** With the unit. */
  head: string;
  value: (row: T) => Cell;
  /** How the value reads; absent = as it is. */
  text?: (row: T) => string;
  /** Right-aligned. */
  number?: boolean;
}

/** The same numbers as a chart draws, as text. */
export interface TableData {
  readonly head: readonly { text: string; number: boolean }[];
  readonly rows: readonly (readonly { text: string; value: Cell }[])[];
}

/** Builds the table of a chart from its rows. */
export function tableOf<T>(columns: readonly Column<T>[], rows: readonly T[]): TableData {
  return {
    head: columns.map(({ head, number = false }) => ({ text: head, number })),
    rows: rows.map((row) =>
      columns.map(({ value, text }) => {
        const of = value(row);
        return { value: of, text: text === undefined ? (of === null ? '–' : String(of)) : text(row) };
      }),
    ),
  };
}

/** The table for other programs: numbers in full, formulas made harmless. */
export function csvOf({ head, rows }: TableData): string {
  return delimitedText([head.map(({ text }) => text), ...rows.map((row) => row.map(({ value }) => value))], ',');
}
