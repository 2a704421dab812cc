import type { VotedTurn } from '#shared/model/review/vote.ts';
import { callRoute, hrefOf } from '../../../lib/router.ts';
import { Button } from '../../../ui/button.tsx';
import { Cells, Heading, Row, RowName, Section, Table } from '../../agreement/section.tsx';
import type { BlindSession } from './blind-store.ts';
import { sideWords } from './vote-words.ts';

const choiceWords = { first: 'A is better', second: 'B is better', none: 'No difference' } as const;

/** After a sitting: what A and B were, and what was said of them. */
export function BlindReveal({ session, onClose }: { session: BlindSession; onClose: () => void }) {
  const heard = session.pairs.slice(0, session.given.length);
  return (
    <Section
      title="This sitting"
      controls={
        <Button size="sm" onClick={onClose}>
          Close
        </Button>
      }
    >
      {heard.length === 0 ? (
        <p className="text-text-2">No pair was voted on.</p>
      ) : (
        <Table
          label="Pairs of this sitting"
          head={
            <>
              <Heading>Pair</Heading>
              <Heading>A was</Heading>
              <Heading>B was</Heading>
              <Heading>Your vote</Heading>
            </>
          }
        >
          {heard.map(({ first, second }, at) => {
            const vote = session.given[at] ?? null;
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a pair is its place in the sitting, which does not change
              <Row key={at}>
                <RowName>{at + 1}</RowName>
                <Cells>
                  <TurnLink turn={first} />
                </Cells>
                <Cells>
                  <TurnLink turn={second} />
                </Cells>
                <Cells>{vote === null ? 'Skipped' : choiceWords[vote.choice]}</Cells>
              </Row>
            );
          })}
        </Table>
      )}
    </Section>
  );
}

function TurnLink({ turn }: { turn: VotedTurn }) {
  return (
    <a className="underline underline-offset-2" href={hrefOf(callRoute(turn.callId))}>
      {sideWords(turn)}, turn {turn.index + 1}
    </a>
  );
}
