import { useMemo } from 'react';
import { Field, Select } from '../../ui/field.tsx';
import { useItems, useReview } from '../review-work/use-review.ts';

/** A published version of a scorecard, or none. */
export function VersionSelect({
  value,
  onChange,
}: {
  value: string | null;
  onChange: (versionId: string | null) => void;
}) {
  const work = useReview(null);
  const cards = useItems(work, 'scorecard');
  const versions = useItems(work, 'scorecard-version');
  const options = useMemo(() => {
    const names = new Map(cards.map(({ id, fields }) => [id, fields.name ?? 'Unnamed scorecard']));
    return versions.flatMap(({ id, fields }) =>
      fields.publishedMs === null || fields.scorecardId === null
        ? []
        : [{ id, label: `${names.get(fields.scorecardId) ?? 'Scorecard'}, version ${fields.number ?? '?'}` }],
    );
  }, [cards, versions]);
  return (
    <Field label="Scorecard">
      {(ids) => (
        <Select
          {...ids}
          className="w-64"
          value={value ?? ''}
          onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
        >
          <option value="">Each reviewer’s own choice</option>
          {options.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
