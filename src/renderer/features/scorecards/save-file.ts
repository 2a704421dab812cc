import { writeScorecardFile } from '#shared/logic/scorecard/scorecard-file.ts';
import { fileNameOf, saveBlob } from '../../lib/save-blob.ts';
import type { EditedCard } from './use-scorecard.ts';

/** Hands the scorecard as it is shown to the browser as a file. */
export function saveScorecardFile({ item, card }: Pick<EditedCard, 'item' | 'card'>): void {
  const name = item.fields.name ?? 'Scorecard';
  const text = writeScorecardFile({
    format: 'earmark-scorecard',
    version: 1,
    name,
    description: item.fields.description?.slice(0, 20_000) ?? '',
    scorecard: card,
  });
  saveBlob(new Blob([text], { type: 'application/json' }), `${fileNameOf(name, 'scorecard')}.scorecard.json`);
}
