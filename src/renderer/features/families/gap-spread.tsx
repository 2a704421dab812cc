import { formatLatency } from '#shared/logic/format.ts';
import type { FamilyDetail } from '#shared/model/families.ts';
import { gapKinds } from './quantile-line.tsx';

/** The middle of each twentieth of the turns as a dot on one axis: where dots crowd, most gaps lie. Nothing is drawn of a gap that no turn has. */
export function GapSpread({ spread }: { spread: FamilyDetail['spread'] }) {
  const all = [...spread.reported, ...spread.measured];
  if (all.length === 0) return <p className="text-text-2">No turn of this family has a reported or a measured gap.</p>;
  const from = Math.min(0, ...all);
  const to = Math.max(from + 1, ...all);
  const at = (ms: number) => `${((ms - from) / (to - from)) * 100}%`;
  return (
    <figure className="flex flex-col gap-1">
      {gapKinds
        .filter((kind) => spread[kind].length > 0)
        .map((kind) => (
          <div key={kind} className="grid grid-cols-[5rem_minmax(0,1fr)] items-center gap-2">
            <span className="text-meta text-text-3">{kind}</span>
            <svg
              role="img"
              aria-label={`${kind} gaps from ${formatLatency(spread[kind][0] ?? null)} to ${formatLatency(spread[kind].at(-1) ?? null)}, median ${formatLatency(spread[kind][10] ?? null)}`}
              className={`h-5 w-full overflow-visible ${kind === 'measured' ? 'text-measured' : 'text-text-2'}`}
            >
              <line x1="0" x2="100%" y1="10" y2="10" stroke="var(--color-line)" />
              {spread[kind].map((ms, place) => (
                <line
                  // biome-ignore lint/suspicious/noArrayIndexKey: a quantile is named by its place
                  key={place}
                  x1={at(ms)}
                  x2={at(ms)}
                  y1={place === 10 ? 1 : 5}
                  y2={place === 10 ? 19 : 15}
                  stroke="currentColor"
                  strokeWidth={place === 10 ? 3 : 1.5}
                />
              ))}
            </svg>
          </div>
        ))}
      <figcaption className="flex justify-between pl-[5.5rem] text-meta text-text-3 tabular-nums">
        <span>{formatLatency(from)}</span>
        <span>a line for every twentieth of the turns, the long one the median</span>
        <span>{formatLatency(to)}</span>
      </figcaption>
    </figure>
  );
}
