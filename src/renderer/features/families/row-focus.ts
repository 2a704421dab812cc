/** Moves the focus along the rows' links of a part of the page; from elsewhere to the first one. Rows near those in sight are mounted, so the next one is there. */
export function moveRowFocus(within: HTMLElement | null, by: 1 | -1): void {
  if (within === null) return;
  const links = [...within.querySelectorAll<HTMLElement>('[data-row-link]')].sort(
    (a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top,
  );
  const row = document.activeElement?.closest('[data-row]') ?? null;
  const at = links.findIndex((link) => row?.contains(link) === true);
  const next = links[at < 0 ? 0 : Math.min(links.length - 1, Math.max(0, at + by))];
  next?.focus({ preventScroll: true });
  next?.closest('[data-row]')?.scrollIntoView({ block: 'nearest' });
}
