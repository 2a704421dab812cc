import { formatBytes, formatClock, formatCount } from '#shared/logic/format.ts';
import type { ImportPreview, MadeExport } from '#shared/model/exchange.ts';
import type { ExportFormat } from '#shared/model/exchange-formats.ts';
import type { Stretch } from '#shared/model/review/exchange.ts';
import { counted } from '../sync/sync-words.ts';

/** What was written, in a sentence or two. */
export function madeSentence({ calls, files, empty, bytes }: MadeExport, format: ExportFormat): string {
  const what = `${counted(calls, 'call')} in ${counted(files, 'file')} (${formatBytes(bytes)}).`;
  if (empty === 0) return what;
  const lack = format === 'rttm' ? 'no measured speech' : 'nothing with a time';
  return `${what} ${counted(empty, 'call')} left out: ${lack}.`;
}

export type Outcome = ImportPreview['first'][number]['outcome'];

/** What becomes of an annotation, in a word or two. */
export const outcomeWords: Readonly<Record<Outcome, string>> = {
  new: 'New',
  same: 'Here already',
  differs: 'Differs, stays',
  changed: 'Changes',
  deleted: 'Deleted here, stays so',
};

/** What importing does, in a sentence. */
export function importSentence({ counts }: Pick<ImportPreview, 'counts'>): string {
  const parts = [
    counts.new > 0 ? `${counted(counts.new, 'annotation')} will be added` : null,
    counts.changed > 0 ? `${counted(counts.changed, 'annotation')} will be changed` : null,
    counts.same > 0 ? `${formatCount(counts.same)} ${counts.same === 1 ? 'is' : 'are'} here already` : null,
    counts.differs > 0
      ? `${formatCount(counts.differs)} ${counts.differs === 1 ? 'differs' : 'differ'} and will stay`
      : null,
    counts.deleted > 0 ? `${formatCount(counts.deleted)} ${counts.deleted === 1 ? 'was' : 'were'} deleted here` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'There are no annotations in this file.' : `${parts.join(', ')}.`;
}

/** How many annotations an import writes. */
export function written({ counts }: Pick<ImportPreview, 'counts'>): number {
  return counts.new + counts.changed;
}

/** The label of the button that imports. */
export function importLabel({ counts }: Pick<ImportPreview, 'counts'>): string {
  if (counts.changed === 0) return `Add ${counted(counts.new, 'annotation')}`;
  return counts.new === 0
    ? `Change ${counted(counts.changed, 'annotation')}`
    : `Add ${formatCount(counts.new)}, change ${formatCount(counts.changed)}`;
}

/** Where an annotation lies: a time, a stretch, or the whole call. */
export function placeWords(at: Stretch | null): string {
  if (at === null) return 'Whole call';
  return at.startMs === at.endMs ? formatClock(at.startMs) : `${formatClock(at.startMs)} – ${formatClock(at.endMs)}`;
}

/** The ends of names that the file picker offers. */
export const acceptedFiles = '.jsonl,.csv,.jsonld,.json,.vtt,.TextGrid,.textgrid,.eaf,.txt';
