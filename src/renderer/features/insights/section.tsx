import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Skeleton } from '../../ui/feedback.tsx';

/** How far below the window a section begins to be computed, so that it is there when one comes to it. */
const AHEAD = '700px 0px';

/**
 * A part of the page with its heading. Its content is mounted when it comes near the window, and stays: what nobody has
 * scrolled to is not computed.
 */
export function InsightSection({
  id,
  title,
  lead,
  minPx,
  children,
}: {
  id: string;
  title: string;
  /** What can be learnt here, in a sentence. */
  lead: string;
  /** The height that its content will have at least. */
  minPx: number;
  children: () => ReactNode;
}) {
  const headingId = useId();
  const ref = useRef<HTMLElement>(null);
  const [near, setNear] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (near || element === null) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) setNear(true);
      },
      { rootMargin: AHEAD },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [near]);
  return (
    <section
      ref={ref}
      id={`insights-${id}`}
      data-section={id}
      tabIndex={-1}
      aria-labelledby={headingId}
      className="flex scroll-mt-2 flex-col gap-3 border-line border-t pt-4 focus-visible:-outline-offset-2"
    >
      <div className="flex flex-wrap items-end gap-x-4 gap-y-1">
        <div className="min-w-60 flex-1">
          <h2 id={headingId} className="text-title font-strong">
            {title}
          </h2>
          <p className="text-text-2">{lead}</p>
        </div>
      </div>
      {near ? (
        children()
      ) : (
        <div style={{ minHeight: minPx }}>
          <Skeleton className="h-full min-h-40" />
        </div>
      )}
    </section>
  );
}
