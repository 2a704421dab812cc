import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { formatCount } from '#shared/logic/format.ts';
import type { Notable } from '#shared/model/insights/comparison.ts';
import { orpc } from '../../lib/rpc.ts';
import { StatusShape } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Answered } from './answer.tsx';
import type { Behind } from './insights-address.ts';
import { metricText } from './metric-words.ts';
import { usePage } from './page-context.ts';
import { Terms } from './term-link.tsx';
import { chanceWords, counted } from './words.ts';

/** The turns or calls that a finding is about. */
function evidenceOf({ metric, key, agentName, version, kind }: Notable): Behind | null {
  const title = `${agentName} ${version ?? 'without a version'}: ${kind === 'misreports' ? 'measured minus reported' : metricText(metric.id).toLowerCase()}`;
  if (metric.measure === null) return null;
  return { of: 'turns', title, by: 'version', key, measure: metric.measure, pick: { kind: 'with' }, period: null };
}

/** Differences that are more than chance, each with its figures and the way to its turns. */
export function NotableList() {
  const { filter, change, open } = usePage();
  const notable = useQuery({
    ...orpc.insights.notable.queryOptions({ input: { filter } }),
    placeholderData: keepPreviousData,
  });
  return (
    <section aria-labelledby="insights-notable" className="flex flex-col gap-2">
      <h2 id="insights-notable" className="text-title font-strong">
        What stands out
      </h2>
      <Answered of={notable} minPx={132}>
        {({ found, more, pairs, tooFew, tested, method }, stale) => (
          <div aria-busy={stale} className={stale ? 'opacity-60' : ''}>
            {found.length === 0 ? (
              <p className="text-text-2">
                {pairs === 0
                  ? 'There are no two versions of an agent to hold against each other.'
                  : tooFew === pairs
                    ? 'Too few calls to tell: every version has too few of them.'
                    : 'No difference between versions is more than chance would make.'}
              </p>
            ) : (
              <ul>
                {found.map((each) => {
                  const evidence = evidenceOf(each);
                  return (
                    <li
                      key={`${each.kind} ${each.key} ${each.metric.id}`}
                      className="flex flex-wrap items-start gap-x-3 gap-y-1 border-line/60 border-b py-1.5"
                    >
                      <StatusShape
                        shape={each.metric.better === true ? 'disc' : 'triangle'}
                        tone={each.metric.better === true ? 'ok' : each.metric.better === false ? 'bad' : 'neutral'}
                        className="mt-1"
                      />
                      <div className="min-w-72 flex-1">
                        <p>{each.sentence}</p>
                        <p className="text-meta text-text-3">
                          Chance of a difference like this if there were none: {chanceWords(each.metric.pAdjusted)} ·{' '}
                          <Terms of={[each.metric.definition]} />
                        </p>
                      </div>
                      <div className="flex gap-1">
                        {evidence === null ? null : (
                          <Button
                            size="sm"
                            aria-label={`Turns behind: ${each.sentence}`}
                            onClick={() => open(evidence)}
                          >
                            Turns
                          </Button>
                        )}
                        {each.kind === 'version' ? (
                          <Button
                            size="sm"
                            aria-label={`Compare versions: ${each.sentence}`}
                            onClick={() =>
                              change({
                                view: 'versions',
                                agent: each.agent,
                                a: each.before ?? '-',
                                b: each.version ?? '-',
                                behind: null,
                              })
                            }
                          >
                            Compare
                          </Button>
                        ) : null}
                      </div>
                    </li>
                  );
                })}
              </ul>
            )}
            <p className="mt-1 text-meta text-text-3">
              {counted(pairs, 'pair')} of versions, {formatCount(tested)} figures tested
              {tooFew === 0 ? '' : `, ${formatCount(tooFew)} with too few calls to tell`}
              {more === 0 ? '' : `; ${formatCount(more)} more differences are found under Versions`}. {method}
            </p>
          </div>
        )}
      </Answered>
    </section>
  );
}
