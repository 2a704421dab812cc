import { writeScorecardFile } from '#shared/logic/scorecard/scorecard-file.ts';
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
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${fileNameOf(name)}.scorecard.json`;
  link.click();
  // The download has its own hold on the bytes once it was begun.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function fileNameOf(name: string): string {
  const safe = name
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return safe.slice(0, 80) || 'scorecard';
}
