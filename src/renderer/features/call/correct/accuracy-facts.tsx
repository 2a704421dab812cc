import { useMemo } from 'react';
import { countTranscript, type PlacedCorrection } from '#shared/logic/corrections/apply.ts';
import { type ErrorCounts, errorRate, rateUnit } from '#shared/logic/corrections/error-rate.ts';
import { formatCount } from '#shared/logic/format.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import { useReadOnlyReason } from '../../../lib/actions.ts';
import { Button } from '../../../ui/button.tsx';
import { Fact, Facts, Section } from '../pane/facts.tsx';
import { useCurrentTurn } from '../session.ts';
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
      {transcript.adrift.map((correction) => (
        <Adrift key={correction.id} correction={correction} />
      ))}
    </Section>
  );
}

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
