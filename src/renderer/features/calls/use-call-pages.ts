import { useQueries, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { CallRow } from '#shared/model/call.ts';
import type { CallFilter, CallSort } from '#shared/model/list.ts';
import { orpc } from '../../lib/rpc.ts';
import { pageSize, pagesAround } from './grid-moves.ts';

export interface Question {
  filter: CallFilter;
  sort: CallSort;
}

function pageOptions(question: Question, page: number) {
  return orpc.calls.list.queryOptions({
    input: { ...question, offset: page * pageSize, limit: pageSize },
    gcTime: 2 * 60_000,
  });
}

/**
 * The question whose answer is shown: a new one takes over when its first page is there, so that changing a filter
 * swaps rows for rows and not rows for an empty screen.
 */
export function useShownQuestion(asked: Question) {
  const [shown, setShown] = useState(asked);
  const first = useQuery(pageOptions(asked, 0));
  const settled = first.data !== undefined || first.error !== null;
  if (settled && shown !== asked) setShown(asked);
  const shownFirst = useQuery(pageOptions(shown, 0));
  return {
    question: shown,
    total: shownFirst.data?.total ?? null,
    error: shownFirst.error,
    retry: shownFirst.refetch,
    busy: !settled,
  };
}

const settleMs = 90;

/** The rows of a window; `undefined` = not there yet. Flying over pages asks for none of them. */
export function useCallRows(question: Question, firstRow: number, lastRow: number, total: number) {
  const pages = pagesAround(firstRow, lastRow, total);
  const from = pages[0] ?? 0;
  const [landed, setLanded] = useState(from);
  const near = Math.abs(from - landed) <= 1;

  useEffect(() => {
    if (from === landed) return;
    const timer = setTimeout(() => setLanded(from), near ? 0 : settleMs);
    return () => clearTimeout(timer);
  }, [from, landed, near]);

  const answers = useQueries({ queries: pages.map((page) => ({ ...pageOptions(question, page), enabled: near })) });
  return (index: number): CallRow | undefined => {
    const page = Math.floor(index / pageSize);
    return answers[page - from]?.data?.rows[index - page * pageSize];
  };
}
