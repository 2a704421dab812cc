import { headerPx, rowPx } from './columns.ts';

export type Move = 'up' | 'down' | 'page-up' | 'page-down' | 'home' | 'end';

/** The row a move leads to, within the list. */
export function movedIndex(index: number, move: Move, total: number, pageRows: number): number {
  const last = Math.max(0, total - 1);
  switch (move) {
    case 'up':
      return Math.max(0, Math.min(last, index - 1));
    case 'down':
      return Math.min(last, index + 1);
    case 'page-up':
      return Math.max(0, Math.min(last, index - pageRows));
    case 'page-down':
      return Math.min(last, index + pageRows);
    case 'home':
      return 0;
    case 'end':
      return last;
  }
}

/** Whole rows that fit under the heading, less one that stays in sight when paging. */
export function pageRowsOf(viewportPx: number): number {
  return Math.max(1, Math.floor((viewportPx - headerPx) / rowPx) - 1);
}

/** The least scrolling that brings a row into sight, under a heading that stays. */
export function scrollToShow(index: number, scrollTop: number, viewportPx: number): number {
  const top = index * rowPx;
  const bottomScroll = top + rowPx + headerPx - viewportPx;
  if (top < scrollTop) return top;
  return Math.max(scrollTop, bottomScroll, 0);
}

export const pageSize = 100;

/** The pages a window of rows needs: those it touches and one on either side, so that scrolling finds them there. */
export function pagesAround(firstRow: number, lastRow: number, total: number): number[] {
  const lastPage = Math.max(0, Math.ceil(total / pageSize) - 1);
  const from = Math.max(0, Math.floor(firstRow / pageSize) - 1);
  const to = Math.min(lastPage, Math.floor(Math.max(firstRow, lastRow) / pageSize) + 1);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, step) => from + step);
}
