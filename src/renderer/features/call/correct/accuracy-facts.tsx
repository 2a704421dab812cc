import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { countTranscript, type PlacedCorrection } from '#shared/logic/corrections/apply.ts';
import { errorRate, rateUnit } from '#shared/logic/corrections/error-rate.ts';
import { absent, formatCount } from '#shared/logic/format.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import type { ErrorCounts } from '#shared/model/review/accuracy.ts';
import { useReadOnlyReason } from '../../../lib/actions.ts';
import { orpc } from '../../../lib/rpc.ts';
import { Button } from '../../../ui/button.tsx';
import { Fact, Facts, Section } from '../pane/facts.tsx';
import { useCurrentTurn, useSession } from '../session.ts';
import { correctionWords } from './correction-marks.tsx';
import { useCorrections, useCorrectState } from './corrections-context.tsx';

/** How right the vendor's transcript is, as far as somebody has checked it, and corrections that lost their turn. */
export function AccuracyFacts() {
  const { transcript, actions, store, count } = useCorrections();
  const showChanges = useCorrectState((state) => state.showChanges);
  const readOnly = useReadOnlyReason();
  const counts = useMemo(() => countTranscript(transcript), [transcript]);
  const rate = errorRate(counts);
  const unit = rateUnit(counts);
  const unchecked = transcript.turns.filter(({ checked, sent }) => !checked && sent.content.trim() !== '').length;
  return (
    <Section title="Accuracy of the transcript">
      <Facts>
        <Fact
          name={unit === 'word' ? 'Word error rate' : 'Character error rate'}
          value={rate === null ? null : `${formatPercent(rate)} ${countWords(counts, unit)}`}
          why="No turn has been checked. Correct one, or say that its words are right."
        />
        <Fact
          name="Checked"
          value={`${formatCount(counts.turns)} of ${formatCount(counts.turns + unchecked)} turns`}
          why=""
        />
      </Facts>
      <p className="text-meta text-text-3">
        Words that were put in place of others, left out or made up by the vendor, over the words really said, in the
        turns that somebody has checked. Case and punctuation do not count. Where words have no spaces between them
        (Chinese, Japanese, Thai), characters are counted.
        {counts.tooLong > 0 ? ` ${formatCount(counts.tooLong)} checked turns are too long to be counted.` : ''}
      </p>
      <div className="flex flex-wrap gap-1.5 pt-1">
        {unchecked > 0 ? (
          <Button size="sm" disabledReason={readOnly} onClick={() => void actions.confirmRest()}>
            {unchecked === 1 ? 'The other turn is right' : `The other ${formatCount(unchecked)} turns are right`}
          </Button>
        ) : null}
        {count > 0 ? (
          <Button size="sm" aria-pressed={showChanges} onClick={() => store.setState({ showChanges: !showChanges })}>
            {showChanges ? 'Hide what was corrected' : 'Show what was corrected'}
          </Button>
        ) : null}
      </div>
      <ByVersion />
      {transcript.adrift.map((correction) => (
        <Adrift key={correction.id} correction={correction} />
      ))}
    </Section>
  );
}

/** The same for this agent's versions, over all calls in which turns were checked. */
function ByVersion() {
  const { row } = useSession().detail;
  const all = useQuery(orpc.corrections.accuracy.queryOptions()).data ?? [];
  const own = all
    .filter(({ agentId, agentName }) => (row.agentId === null ? agentName === row.agentName : agentId === row.agentId))
    .sort((a, b) => compareVersions(b.agentVersion ?? '', a.agentVersion ?? ''));
  if (own.length === 0) return null;
  return (
    <table className="mt-2 w-full">
      <caption className="pb-1 text-left text-text-3">This agent in all calls, by version</caption>
      <thead className="text-left text-meta text-text-3">
        <tr>
          <th className="font-normal">Version</th>
          <th className="text-right font-normal">Error rate</th>
          <th className="text-right font-normal">Words</th>
          <th className="text-right font-normal">Turns</th>
          <th className="text-right font-normal">Calls</th>
        </tr>
      </thead>
      <tbody>
        {own.map(({ agentVersion, counts, calls }) => {
          const rate = errorRate(counts);
          return (
            <tr key={agentVersion ?? ''} className={agentVersion === row.agentVersion ? 'font-strong' : undefined}>
              <td>{agentVersion === null ? 'none named' : neutraliseText(agentVersion)}</td>
              <td className="text-right">{rate === null ? absent : formatPercent(rate)}</td>
              <td className="text-right">{formatCount(counts.said)}</td>
              <td className="text-right">{formatCount(counts.turns)}</td>
              <td className="text-right">{formatCount(calls)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

const { compare: compareVersions } = new Intl.Collator(undefined, { numeric: true });

/** A correction of which it is not certain what it belongs to now. */
function Adrift({ correction }: { correction: PlacedCorrection }) {
  const { actions, transcript } = useCorrections();
  const current = useCurrentTurn();
  const readOnly = useReadOnlyReason();
  const { anchor } = correction.fields;
  const was = anchor?.on === 'turn' ? anchor.turn.text : '';
  return (
    <div className="mt-1 border-slow border-s-2 ps-2">
      <p className="[overflow-wrap:anywhere]">
        {correction.placement.why ?? 'Another correction of this turn is newer.'} It was{' '}
        <bdi>“{neutraliseText(was)}”</bdi>, corrected to <bdi>{correctionWords(correction)}</bdi>.
      </p>
      <div className="flex gap-1.5 pt-1">
        <Button
          size="sm"
          disabledReason={readOnly ?? (transcript.turns[current] === undefined ? 'Choose a turn first' : null)}
          onClick={() => void actions.applyTo(correction, current)}
        >
          Put it on the current turn
        </Button>
        <Button size="sm" disabledReason={readOnly} onClick={() => void actions.drop(correction)}>
          It is gone
        </Button>
      </div>
    </div>
  );
}

const formatPercent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function countWords({ substitutions, deletions, insertions, said }: ErrorCounts, unit: 'word' | 'character'): string {
  const units = said === 1 ? unit : `${unit}s`;
  return `(${formatCount(substitutions)} replaced, ${formatCount(deletions)} missing, ${formatCount(insertions)} added; ${formatCount(said)} ${units} said)`;
}
