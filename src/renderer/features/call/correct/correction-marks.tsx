import { useQuery } from '@tanstack/react-query';
import { Check, PencilLine, TriangleAlert } from 'lucide-react';
import type { PlacedCorrection, ShownTurn } from '#shared/logic/corrections/apply.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import type { Turn } from '#shared/model/turn.ts';
import { useReadOnlyReason } from '../../../lib/actions.ts';
import { orpc } from '../../../lib/rpc.ts';
import { Button } from '../../../ui/button.tsx';
import { Tooltip } from '../../../ui/tooltip.tsx';
import { useSession } from '../session.ts';
import { speakerName } from '../transcript/item-texts.ts';
import { useCorrections } from './corrections-context.tsx';
import { draftKeyOf } from './draft-key.ts';

/** What was corrected on a turn, in the margin: corrected or found right, and what the vendor had. */
export function CorrectionMark({ shown, position }: { shown: ShownTurn; position: number }) {
  const { store } = useCorrections();
  const words = markWords(shown);
  if (words === null) return null;
  return (
    <Tooltip content={words.hint}>
      <button
        type="button"
        onClick={(event) => {
          event.stopPropagation();
          store.setState({ editing: position });
        }}
        className="inline-flex h-6 items-center gap-1 rounded-sm px-1 text-meta text-text-2 hover:bg-surface-3"
      >
        {words.corrected ? <PencilLine aria-hidden className="size-3.5" /> : <Check aria-hidden className="size-3.5" />}
        <span className="sr-only">{words.hint}</span>
      </button>
    </Tooltip>
  );
}

function markWords({ sent, turn, parts, correction, checked }: ShownTurn): { corrected: boolean; hint: string } | null {
  if (correction === null) return null;
  const what = [
    ...(turn.content === sent.content ? [] : ['words corrected']),
    ...(turn.role === sent.role ? [] : [`speaker corrected, the vendor has ${speakerName(sent).toLowerCase()}`]),
    ...(parts.length > 1 ? [`split into ${parts.length} parts`] : []),
  ];
  if (what.length > 0) return { corrected: true, hint: sentence(what.join(', ')) };
  return checked ? { corrected: false, hint: 'Checked: the words are right' } : null;
}

const sentence = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** What somebody has to decide about a turn's corrections, below its words. */
export function CorrectionNotices({ shown, position }: { shown: ShownTurn; position: number }) {
  return (
    <>
      <Unfinished sent={shown.sent} position={position} />
      <Rivals shown={shown} />
      {shown.stale.map((correction) => (
        <Stale key={correction.id} correction={correction} position={position} />
      ))}
    </>
  );
}

const notice = 'mt-1 flex flex-wrap items-center gap-1.5 border-slow border-s-2 ps-2 text-meta text-text-2';

/** Keeps a click on a notice from being one on the turn. */
const stop = (event: React.SyntheticEvent) => event.stopPropagation();

function Unfinished({ sent, position }: { sent: Turn; position: number }) {
  const { detail } = useSession();
  const { store } = useCorrections();
  const callId = detail.row.id;
  const drafts = useQuery(orpc.review.drafts.queryOptions({ input: { callId } })).data ?? [];
  if (drafts.length === 0) return null;
  const key = draftKeyOf(callId, sent);
  if (!drafts.some((draft) => draft.key === key)) return null;
  return (
    <span className={notice}>
      A correction is unfinished here.
      <Button
        size="sm"
        onClick={(event) => {
          stop(event);
          store.setState({ editing: position });
        }}
      >
        Go on
      </Button>
    </span>
  );
}

/** What a correction would make of a turn, in words. */
export function correctionWords({ fields }: PlacedCorrection): string {
  if (fields.text !== null) return `“${neutraliseText(fields.text)}”`;
  if (fields.role !== null) return `said by the ${fields.role}`;
  return 'nothing';
}

function Stale({ correction, position }: { correction: PlacedCorrection; position: number }) {
  const { actions } = useCorrections();
  const readOnly = useReadOnlyReason();
  const key = correction.fields.anchor?.on === 'turn' ? correction.fields.anchor.turn : null;
  return (
    <div className={notice}>
      <span className="flex w-full items-start gap-1.5">
        <TriangleAlert aria-hidden className="size-4 shrink-0 text-slow" />
        <span className="min-w-0 [overflow-wrap:anywhere]">
          The vendor has changed these words since they were corrected. They were{' '}
          <bdi>“{neutraliseText(key?.text ?? '')}”</bdi>, corrected to <bdi>{correctionWords(correction)}</bdi>.
        </span>
      </span>
      <Button
        size="sm"
        disabledReason={readOnly}
        onClick={(event) => {
          stop(event);
          void actions.applyTo(correction, position);
        }}
      >
        Correct them again
      </Button>
      <Button
        size="sm"
        disabledReason={readOnly}
        onClick={(event) => {
          stop(event);
          void actions.drop(correction);
        }}
      >
        Keep the vendor’s
      </Button>
    </div>
  );
}

/** Two reviewers corrected the same words without knowing of each other: somebody has to say which it is. */
function Rivals({ shown }: { shown: ShownTurn }) {
  const { work, actions } = useCorrections();
  const readOnly = useReadOnlyReason();
  const { correction } = shown;
  if (correction === null) return null;
  const rivals = work.items?.get(`correction ${correction.id}`)?.rivals.text ?? [];
  if (rivals.length < 2) return null;
  return (
    <div className={notice}>
      <TriangleAlert aria-hidden className="size-4 shrink-0 text-slow" />
      Two reviewers heard different words:
      {rivals.map(({ eventId, value }) => (
        <Button
          key={eventId}
          size="sm"
          disabledReason={readOnly}
          onClick={(event) => {
            stop(event);
            void actions.save(shown.sent.index, typeof value === 'string' ? value : shown.sent.content);
          }}
        >
          <bdi className="max-w-80 truncate">
            {typeof value === 'string' ? neutraliseText(value) : 'As transcribed'}
          </bdi>
        </Button>
      ))}
    </div>
  );
}
