import { Columns3 } from 'lucide-react';
import { chooseColumn, forgetColumns, useColumnChoice } from '../../lib/column-choice.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/field.tsx';
import { Popover } from '../../ui/popover.tsx';
import { type Column, columns } from './columns.ts';

/** Chooses the columns of the list. One that was not chosen comes and goes with the room there is. */
export function ColumnMenu({ shown }: { shown: readonly Column[] }) {
  const chosen = useColumnChoice(({ choice }) => Object.keys(choice).length > 0);
  const keys = new Set(shown.map(({ key }) => key));
  return (
    <Popover
      label="Columns"
      align="end"
      trigger={<Button icon={<Columns3 aria-hidden />}>Columns</Button>}
      className="w-72"
    >
      <fieldset>
        <legend className="px-1 pb-1 font-strong">Columns</legend>
        {columns.map(({ key, name, hint }) => (
          <Checkbox
            key={key}
            label={name}
            title={hint}
            checked={keys.has(key)}
            // One column is left, so that there is a list to choose in.
            disabled={keys.size === 1 && keys.has(key)}
            onChange={(event) => chooseColumn(key, event.target.checked)}
          />
        ))}
      </fieldset>
      <div className="mt-1 border-line border-t px-1 pt-2">
        <Button size="sm" disabled={!chosen} onClick={forgetColumns}>
          As many as fit
        </Button>
      </div>
    </Popover>
  );
}
