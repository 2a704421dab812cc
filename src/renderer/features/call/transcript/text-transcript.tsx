import { useCallback, useMemo, useRef } from 'react';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import { FindBar } from './find/find-bar.tsx';
import { useFind } from './find/use-find.ts';
import { useFindBarSpace } from './find/use-find-bar-space.ts';
import { useFindKeys } from './find/use-find-keys.ts';
import { useShowMatches } from './find/use-show-matches.ts';
import { useOpenTools } from './use-open-tools.ts';

const nothing = () => undefined;

/** A transcript that the vendor sent as one text. */
export function TextTranscript({ text }: { text: string }) {
  const scrollerRef = useRef<HTMLElement>(null);
  const shown = useMemo(() => neutraliseText(text), [text]);
  const find = useFind({
    sources: useCallback(() => [{ item: 0, field: 'text', text: shown }], [shown]),
    firstInSight: useCallback(() => 0, []),
    home: scrollerRef,
  });
  useFindKeys(find);
  useFindBarSpace(find.open, scrollerRef);
  useShowMatches({ find, scroller: scrollerRef, mount: nothing, items: [], tools: useOpenTools() });
  return (
    <div className="flex h-full flex-col">
      {find.open ? <FindBar find={find} where="" onGoInSound={null} /> : null}
      <section
        ref={scrollerRef}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label="Transcript"
        className="min-h-0 flex-1 overflow-auto px-6 py-4"
      >
        <p className="mb-3 max-w-[72ch] text-text-3">
          The vendor sent this transcript as one text without times, so it cannot follow the sound.
        </p>
        <div data-index={0}>
          <p
            data-find="text"
            dir="auto"
            className="max-w-[72ch] whitespace-pre-wrap text-start text-(length:--read) leading-[1.6] [overflow-wrap:anywhere] [unicode-bidi:plaintext]"
          >
            {shown}
          </p>
        </div>
      </section>
    </div>
  );
}
