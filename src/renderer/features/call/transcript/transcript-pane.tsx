import { MessageSquareOff } from 'lucide-react';
import type { CallDetail } from '#shared/model/detail.ts';
import { EmptyState } from '../../../ui/feedback.tsx';
import { useSession } from '../session.ts';
import { TextTranscript } from './text-transcript.tsx';
import { TurnList } from './turn-list.tsx';

/** What was said: turns where there are any, the vendor's own text where it sent that, else why there is nothing. */
export function TranscriptPane() {
  const { detail, settings } = useSession();
  const style = { '--read': `${settings.transcriptFontPx}px` };
  if (detail.transcriptKind === 'turns' && detail.turns.length + detail.toolCalls.length > 0) {
    return (
      <div className="h-full" style={style}>
        <TurnList />
      </div>
    );
  }
  if (detail.transcriptKind === 'text' && (detail.transcriptText ?? '').trim() !== '') {
    return (
      <div className="h-full" style={style}>
        <TextTranscript text={detail.transcriptText ?? ''} />
      </div>
    );
  }
  const { title, why } = emptyReason(detail);
  return (
    <EmptyState icon={<MessageSquareOff />} title={title}>
      {why}
    </EmptyState>
  );
}

function emptyReason({ row, detailError }: CallDetail): { title: string; why: string } {
  if (row.detailState === 'listed') {
    return {
      title: 'Transcript not fetched yet',
      why: 'Only the list has been read so far. The next sync fetches the rest.',
    };
  }
  if (row.detailState === 'failed' || row.detailState === 'unreadable') {
    return {
      title: 'The call’s details could not be fetched',
      why: detailError?.message ?? 'The next sync tries again.',
    };
  }
  if (row.statusGroup === 'in-progress') {
    return { title: 'The call is still going on', why: 'The vendor sends the transcript when it has ended.' };
  }
  if (row.statusGroup === 'failed') {
    return { title: 'Nothing was said', why: 'This call was never connected, so there is no transcript.' };
  }
  return { title: 'No transcript', why: 'The vendor sent none for this call. The recording can still be heard.' };
}
