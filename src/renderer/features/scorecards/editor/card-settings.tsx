import { CommitArea, CommitInput, readNumber } from '../commit-input.tsx';
import type { EditedCard } from '../use-scorecard.ts';
import { Labelled } from './labelled.tsx';

/** Name, description and pass mark. */
export function CardSettings({ edited }: { edited: EditedCard }) {
  const { item, card } = edited;
  return (
    <div className="flex flex-col gap-3">
      <Labelled label="Name">
        {(ids) => (
          <CommitInput
            {...ids}
            maxLength={200}
            value={item.fields.name ?? ''}
            onCommit={(name) => {
              if (name.trim() === '') return 'A scorecard needs a name.';
              edited.rename({ name: name.slice(0, 200) });
              return null;
            }}
          />
        )}
      </Labelled>
      <Labelled label="What it is for">
        {(ids) => (
          <CommitArea
            {...ids}
            maxLength={20_000}
            value={item.fields.description ?? ''}
            onCommit={(description) => {
              edited.rename({ description });
              return null;
            }}
          />
        )}
      </Labelled>
      <Labelled label="Pass mark, %" hint="From this percentage a review is passed. Empty: it only gives a figure.">
        {(ids) => (
          <CommitInput
            {...ids}
            inputMode="decimal"
            value={card.passAt?.toString() ?? ''}
            onCommit={(text) => {
              const passAt = text.trim() === '' ? null : readNumber(text, 0, 100);
              if (typeof passAt === 'string') return passAt;
              edited.edit((now) => ({ ...now, passAt }));
              return null;
            }}
          />
        )}
      </Labelled>
    </div>
  );
}
