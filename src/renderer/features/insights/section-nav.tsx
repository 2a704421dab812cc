import { cx } from '../../ui/cx.ts';

export interface SectionName {
  id: string;
  name: string;
}

/** Goes to a section of the page, with the keyboard too. */
export function showSection(id: string): void {
  const section = document.getElementById(`insights-${id}`);
  section?.scrollIntoView({ block: 'start' });
  section?.focus({ preventScroll: true });
}

/** The section that stands at the top of the window, -1 above the first. */
export function sectionAt(sections: readonly SectionName[]): number {
  const scroller = document.querySelector('[data-insights-scroller]');
  const top = (scroller?.getBoundingClientRect().top ?? 0) + 24;
  return sections.findLastIndex(({ id }) => {
    const box = document.getElementById(`insights-${id}`)?.getBoundingClientRect();
    return box !== undefined && box.top <= top;
  });
}

/** Links to the sections of the page. */
export function SectionNav({ sections }: { sections: readonly SectionName[] }) {
  return (
    <nav aria-label="Sections" className="flex flex-wrap gap-x-1">
      {sections.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          onClick={() => showSection(id)}
          className={cx('min-h-6 rounded-sm px-1.5 text-text-2 hover:bg-surface-3 hover:text-text-1')}
        >
          {name}
        </button>
      ))}
    </nav>
  );
}
