import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { drawPairs } from '#shared/logic/listen/blind.ts';
import { seededRandom } from '#shared/logic/stats/random.ts';
import type { VersionTurns } from '#shared/model/families.ts';
import type { VotedTurn } from '#shared/model/review/vote.ts';
import { client, orpc, problemOf } from '../../../lib/rpc.ts';
import { Button } from '../../../ui/button.tsx';
import { Field, Select } from '../../../ui/field.tsx';
import { toast } from '../../../ui/toast-store.ts';
import { Section } from '../../agreement/section.tsx';
import { randomSeed, startBlind } from './blind-store.ts';

/** Turns of one version that are looked at for drawing, newest first. */
const MOST_TURNS = 1000;
const PAGE = 200;
const counts = [5, 10, 20, 40] as const;
const everything = { agent: null, filter: {}, text: '', sort: { key: 'turns', descending: true }, offset: 0 } as const;

/** Draws pairs of turns of one family, one version against another, and begins to listen blind to them. */
export function DrawForm() {
  const families = useQuery(orpc.families.list.queryOptions({ input: { ...everything, limit: PAGE } }));
  const some = (families.data?.families ?? []).filter(({ versions }) => versions > 1);
  const [chosen, setChosen] = useState<string | null>(null);
  const family = some.find(({ id }) => id === chosen) ?? some[0];
  if (families.data === undefined) return null;
  return (
    <Section title="Draw pairs">
      {family === undefined ? (
        <p className="text-text-2">
          No family of agent turns has two versions yet. Families are found in the background once calls are here.
        </p>
      ) : (
        <div className="flex flex-wrap items-end gap-3">
          <Field label="Family of turns">
            {(ids) => (
              <Select {...ids} className="w-96" value={family.id} onChange={({ target }) => setChosen(target.value)}>
                {some.map(({ id, agentName, agent, name }) => (
                  <option key={id} value={id}>
                    {agentName ?? agent}: {name}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Versions key={family.id} familyId={family.id} />
        </div>
      )}
    </Section>
  );
}

function Versions({ familyId }: { familyId: string }) {
  const { data } = useQuery(orpc.families.get.queryOptions({ input: { id: familyId, filter: {} } }));
  const versions = data?.byVersion ?? [];
  const [one, setOne] = useState(1);
  const [two, setTwo] = useState(0);
  const [count, setCount] = useState<number>(20);
  const [drawing, setDrawing] = useState(false);
  const [left, right] = [versions[one], versions[two]];
  const objection =
    left === undefined || right === undefined
      ? 'Being read'
      : one === two
        ? 'Choose two different versions'
        : drawing
          ? 'Being drawn'
          : null;
  const draw = () => {
    if (left === undefined || right === undefined) return;
    setDrawing(true);
    Promise.all([turnsOf(familyId, left), turnsOf(familyId, right)])
      .then(([ones, twos]) => {
        const pairs = drawPairs(ones, twos, count, seededRandom(randomSeed()));
        if (pairs.length === 0)
          toast.error('No recordings of both versions are here. Get some first, then draw again.');
        else if (pairs.length < count) toast.info(`Only ${pairs.length} pairs can be heard.`);
        startBlind(pairs);
      })
      .catch((error: unknown) => toast.error(problemOf(error).message))
      .finally(() => setDrawing(false));
  };
  const options = versions.map(({ version, turns }, at) => (
    <option key={version ?? ''} value={at}>
      {version === null ? 'No version' : `Version ${version}`} ({turns})
    </option>
  ));
  return (
    <>
      <Field label="One version">
        {(ids) => (
          <Select {...ids} className="w-44" value={one} onChange={({ target }) => setOne(Number(target.value))}>
            {options}
          </Select>
        )}
      </Field>
      <Field label="Against">
        {(ids) => (
          <Select {...ids} className="w-44" value={two} onChange={({ target }) => setTwo(Number(target.value))}>
            {options}
          </Select>
        )}
      </Field>
      <Field label="Pairs">
        {(ids) => (
          <Select {...ids} className="w-20" value={count} onChange={({ target }) => setCount(Number(target.value))}>
            {counts.map((pairs) => (
              <option key={pairs} value={pairs}>
                {pairs}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Button variant="primary" disabledReason={objection} onClick={draw}>
        Listen blind
      </Button>
    </>
  );
}

/** Turns of one version whose recording is here. */
async function turnsOf(id: string, { version }: VersionTurns): Promise<VotedTurn[]> {
  const found: VotedTurn[] = [];
  for (let offset = 0; offset < MOST_TURNS; offset += PAGE) {
    const page = { id, wording: null, version: { version }, filter: {}, sort: 'newest', offset, limit: PAGE } as const;
    const { rows, total } = await client.families.turns(page);
    for (const { callId, index, agent, agentName, version: own, hasRecording } of rows) {
      if (hasRecording) found.push({ callId, index, agent: agentName ?? agent, version: own });
    }
    if (offset + PAGE >= total) break;
  }
  return found;
}
