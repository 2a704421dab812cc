import { updateSection } from '#shared/logic/scorecard/edit-card.ts';
import type { Section } from '#shared/model/review/scorecard.ts';
import { CommitInput, readNumber } from '../commit-input.tsx';
import type { EditedCard } from '../use-scorecard.ts';
import { Labelled } from './labelled.tsx';

/** Name and weight of a section. */
export function SectionForm({
  section,
  edited,
  share,
}: {
  section: Section;
  edited: EditedCard;
  share: number | null;
}) {
  return (
    <div className="flex flex-col gap-3">
      <Labelled label="Section">
        {(ids) => (
          <CommitInput
            {...ids}
            maxLength={500}
            value={section.label}
            onCommit={(label) => {
              if (label.trim() === '') return 'A section needs a name.';
              edited.edit((card) => updateSection(card, section.id, { label: label.slice(0, 500) }));
              return null;
            }}
          />
        )}
      </Labelled>
      <Labelled
        label="Weight"
        hint={share === null ? 'It does not count towards the score.' : `${share.toFixed(1)} % of the card.`}
      >
        {(ids) => (
          <CommitInput
            {...ids}
            inputMode="decimal"
            value={String(section.weight)}
            onCommit={(text) => {
              const weight = readNumber(text, 0, 1000);
              if (typeof weight === 'string') return weight;
              edited.edit((card) => updateSection(card, section.id, { weight }));
              return null;
            }}
          />
        )}
      </Labelled>
    </div>
  );
}
