import { formatDateTime } from '#shared/logic/format.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import { criteriaOf } from '#shared/logic/scorecard/conditions.ts';
import { scorecardChanges } from '#shared/logic/scorecard/scorecard-changes.ts';
import type { Scorecard } from '#shared/model/review/scorecard.ts';
import type { EditedCard } from '../use-scorecard.ts';

/** All versions with what changed in each. */
export function History({ edited }: { edited: EditedCard }) {
  const { published, draft } = edited;
  const versions = draft === null ? published : [draft, ...published];
  if (versions.length === 0) return <p className="p-4 text-text-2">Nothing was published yet.</p>;
  return (
    <ol className="flex flex-col">
      {versions.map((version, at) => {
        const { number, publishedMs, definition } = version.fields;
        const before = versions[at + 1]?.fields.definition ?? null;
        return (
          <li key={version.id} className="flex flex-col gap-1 border-line border-b px-4 py-3 last:border-b-0">
            <h2 className="flex items-baseline gap-2 font-strong">
              Version {number ?? '?'}
              <span className="font-normal text-meta text-text-3">
                {publishedMs === null ? 'draft' : `published ${formatDateTime(publishedMs, undefined, Date.now())}`}
              </span>
            </h2>
            {definition === null ? (
              <p className="text-text-3">This version cannot be read.</p>
            ) : before === null ? (
              <p className="text-text-2">{sizeWords(definition)}</p>
            ) : (
              <Changes before={before} after={definition} />
            )}
          </li>
        );
      })}
    </ol>
  );
}

function sizeWords(card: Scorecard): string {
  const criteria = criteriaOf(card).length;
  const { length } = card.sections;
  return `${criteria} ${criteria === 1 ? 'criterion' : 'criteria'} in ${length} ${length === 1 ? 'section' : 'sections'}.`;
}

function Changes({ before, after }: { before: Scorecard; after: Scorecard }) {
  const changes = scorecardChanges(before, after);
  if (changes.length === 0) return <p className="text-text-2">Nothing differs from the version before.</p>;
  return (
    <ul className="flex list-disc flex-col gap-0.5 pl-4 text-text-2">
      {changes.map(({ of, message }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is made anew as a whole
        <li key={at} className="[overflow-wrap:anywhere]">
          <span className="text-text-1">{neutraliseText(of)}</span>: {neutraliseText(message)}
        </li>
      ))}
    </ul>
  );
}
