import { Skeleton } from '../../ui/feedback.tsx';

const lines = ['w-3/5', 'w-2/5', 'w-4/5', 'w-1/2', 'w-3/4', 'w-2/5'];

/** The call's layout with nothing in it yet; what arrives takes exactly these places. */
export function CallSkeletonBody() {
  return (
    <div aria-busy="true" className="flex min-h-0 flex-1 flex-col">
      <span className="sr-only" role="status">
        Reading the call
      </span>
      <div className="h-8 shrink-0 border-line border-b bg-surface-0" />
      <div className="flex h-[clamp(110px,21vh,230px)] shrink-0 border-line border-b">
        <div className="w-20 shrink-0 border-line border-r" />
      </div>
      <div className="h-10 shrink-0 border-line border-b bg-surface-0" />
      <div className="flex flex-col gap-4 px-4 pt-4">
        {lines.map((width, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: still blocks, nothing else tells them apart
          <div key={i} className="flex gap-4">
            <Skeleton className="h-4 w-12" />
            <Skeleton className={`h-4 max-w-[60ch] ${width}`} />
          </div>
        ))}
      </div>
    </div>
  );
}
