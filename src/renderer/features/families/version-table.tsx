import { formatCount } from '#shared/logic/format.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import type { VersionTurns } from '#shared/model/families.ts';
import { versionLabel } from '../../lib/call-words.ts';
import { cx } from '../../ui/cx.ts';
import { sortVersions } from './family-words.ts';
import { axisEndMs, GapFiguresText, gapKinds, MIXED, mixedWords, QuantileLine } from './quantile-line.tsx';

/** A version that is chosen. */
export interface ChosenVersion {
  readonly agent: string;
  readonly version: string | null;
}

const same = (a: ChosenVersion | null, b: ChosenVersion) => a?.agent === b.agent && a.version === b.version;

/** Turns, calls and gaps of each version; pressing one shows only its turns, pressing it again all. */
export function VersionTable({
  label,
  versions,
  chosen,
  onChoose,
  withAgent,
}: {
  label: string;
  versions: readonly VersionTurns[];
  chosen: ChosenVersion | null;
  onChoose: (version: ChosenVersion | null) => void;
  withAgent: boolean;
}) {
  const maxMs = axisEndMs(versions);
  return (
    <table aria-label={label} className="w-full border-collapse text-left tabular-nums">
      <thead className="text-meta text-text-3">
        <tr>
          <th scope="col" className="w-px whitespace-nowrap font-normal">
            Version
          </th>
          <th scope="col" className="w-px pl-2 text-right font-normal">
            Turns
          </th>
          <th scope="col" className="pl-3 font-normal">
            <span className="sr-only">Drawn</span>
          </th>
          <th scope="col" className="w-px whitespace-nowrap pl-3 text-right font-normal">
            p50 / p90
          </th>
        </tr>
      </thead>
      <tbody>
        {sortVersions(versions).map((row) => {
          const pressed = same(chosen, row);
          const { agent, agentName, version, turns, calls } = row;
          return (
            <tr
              key={`${agent}\n${version ?? ''}\n${version === null}`}
              className={cx('border-line/60 border-t align-top', pressed && 'bg-surface-3')}
            >
              <th scope="row" className="py-0.5 font-normal">
                <button
                  type="button"
                  aria-pressed={pressed}
                  onClick={() => onChoose(pressed ? null : { agent, version })}
                  className={cx(
                    'min-h-6 whitespace-nowrap rounded-sm px-1 text-left hover:bg-surface-3',
                    pressed && 'font-strong',
                  )}
                >
                  {withAgent ? <bdi>{neutraliseText(agentName ?? 'Unnamed agent')} </bdi> : null}
                  {versionLabel(version)}
                </button>
              </th>
              <td className="py-1 pl-2 text-right" title={`In ${formatCount(calls)} calls`}>
                {formatCount(turns)}
              </td>
              <td className="py-1.5 pl-3">
                <div className="flex flex-col gap-2.5">
                  {gapKinds.map((kind) => (
                    <QuantileLine key={kind} kind={kind} gaps={row[kind]} maxMs={maxMs} />
                  ))}
                </div>
              </td>
              <td className="py-1 pl-3 text-right">
                {gapKinds.map((kind) => (
                  <div key={kind}>
                    <span className="sr-only">{kind} </span>
                    <GapFiguresText kind={kind} gaps={row[kind]} />
                  </div>
                ))}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Which sign is the reported and which the measured gap, and what a dagger says where figures have one. */
export function GapKey({ of }: { of: readonly Pick<VersionTurns, 'reported'>[] }) {
  const generations = Math.max(0, ...of.map(({ reported }) => reported.generations));
  return (
    <p className="text-meta text-text-3">
      Ring: reported. <span className="text-measured">Disc: measured.</span> The line runs from the median to the 90th
      percentile (nine of ten are no longer).{generations > 1 ? ` ${MIXED}Reported ${mixedWords(generations)}.` : ''}
    </p>
  );
}
