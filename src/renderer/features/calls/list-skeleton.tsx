import { Skeleton } from '../../ui/feedback.tsx';
import { headerPx, rowPx } from './columns.ts';

const widths = ['w-3/4', 'w-2/3', 'w-4/5', 'w-3/5'] as const;
const lines = Array.from({ length: 12 }, (_, at) => ({ at, width: widths[at % widths.length] ?? 'w-2/3' }));

/** Lines where the calls will be, once waiting for them is noticed. */
export function ListSkeleton() {
  return (
    <div aria-busy="true" className="appear-late px-3.5" style={{ paddingTop: headerPx }}>
      {lines.map(({ at, width }) => (
        <div key={at} className="flex items-center gap-6 border-line border-b" style={{ height: rowPx }}>
          <Skeleton className="h-3 w-20 shrink-0" />
          <span className="flex-1">
            <Skeleton className={`h-3 ${width}`} />
          </span>
          <Skeleton className="h-3 w-40 shrink-0" />
        </div>
      ))}
    </div>
  );
}
