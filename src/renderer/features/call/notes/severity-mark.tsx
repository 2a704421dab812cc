import type { Severity } from '#shared/model/review/items.ts';
import { type Shape, StatusShape, type Tone } from '../../../ui/badge.tsx';

const looks: Record<Severity | 'none', { shape: Shape; tone: Tone; word: string }> = {
  none: { shape: 'ring', tone: 'note', word: 'No severity' },
  info: { shape: 'disc', tone: 'note', word: 'Info' },
  minor: { shape: 'diamond', tone: 'slow', word: 'Minor' },
  major: { shape: 'triangle', tone: 'bad', word: 'Major' },
  critical: { shape: 'square', tone: 'bad', word: 'Critical' },
};

/** A severity in a word. */
export const severityWord = (severity: Severity | null): string => looks[severity ?? 'none'].word;

/** A severity as shape and colour, with its word for those who do not see it. */
export function SeverityMark({ severity, className }: { severity: Severity | null; className?: string }) {
  const { shape, tone, word } = looks[severity ?? 'none'];
  return (
    <span title={word} className="inline-flex shrink-0">
      <StatusShape shape={shape} tone={tone} {...(className === undefined ? {} : { className })} />
      <span className="sr-only">{word}</span>
    </span>
  );
}
