import { cx } from '../../../ui/cx.ts';
import type { TableData } from './table-data.ts';

/** The numbers of a chart as a table; scrolls by itself where it is long or wide. */
export function ChartTable({ label, table }: { label: string; table: TableData }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable from the keyboard.
    <section aria-label={label} tabIndex={0} className="max-h-80 overflow-auto">
      <table className="w-full border-collapse">
        <thead className="sticky top-0 bg-surface-1 text-left text-text-2">
          <tr className="border-line border-b">
            {table.head.map(({ text, number }) => (
              <th
                key={text}
                scope="col"
                className={cx('px-2 py-1 align-bottom font-normal first:pl-0', number && 'text-right')}
              >
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows are replaced as a whole
            <tr key={i} className="border-line border-b hover:bg-surface-3">
              {row.map(({ text }, at) =>
                at === 0 ? (
                  <th
                    key={table.head[at]?.text}
                    scope="row"
                    className={cx(
                      'py-1 pr-2 font-normal',
                      table.head[at]?.number === true ? 'text-right' : 'text-left',
                    )}
                  >
                    {text}
                  </th>
                ) : (
                  <td
                    key={table.head[at]?.text}
                    className={cx('whitespace-nowrap px-2 py-1', table.head[at]?.number === true && 'text-right')}
                  >
                    {text}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
