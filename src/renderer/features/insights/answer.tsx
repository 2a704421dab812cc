import { type ReactNode, useId } from 'react';
import type { InsightBadge, InsightRefusal } from '#shared/model/insights/common.ts';
import { problemOf } from '../../lib/rpc.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/feedback.tsx';
import { Select } from '../../ui/field.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';

interface Asked<T> {
  data: T | undefined;
  error: Error | null;
  isPlaceholderData: boolean;
  refetch: () => unknown;
}

interface Head {
  badges: readonly InsightBadge[];
  refusal: InsightRefusal | null;
}

/**
 * What a question came to: its figures, why there are none, or what went wrong. The answer before stays, fainter, until the new
 * one is there; before the first one a block of the same height stands.
 */
export function Answered<T extends Head>({
  of,
  minPx,
  said = ['mixed-generations'],
  children,
}: {
  of: Asked<T>;
  minPx: number;
  /** Which badges stand here; the others are said once at the top of the page. */
  said?: readonly InsightBadge['code'][];
  children: (data: T, stale: boolean) => ReactNode;
}) {
  const { data, error, isPlaceholderData, refetch } = of;
  if (error !== null) {
    return (
      <p role="alert" className="flex flex-wrap items-center gap-2 py-4 text-text-2">
        {problemOf(error).message}
        <Button size="sm" onClick={() => void refetch()}>
          Try again
        </Button>
      </p>
    );
  }
  if (data === undefined) {
    return (
      <div aria-busy style={{ height: minPx }}>
        <Skeleton className="h-full" />
      </div>
    );
  }
  if (data.refusal !== null) return <p className="py-4 text-text-2">{data.refusal.message}</p>;
  return (
    <>
      <Badges badges={data.badges.filter(({ code }) => said.includes(code))} />
      {children(data, isPlaceholderData)}
    </>
  );
}

const badgeWords: Record<InsightBadge['code'], string> = {
  'mixed-generations': 'Definitions differ',
  'not-indexed': 'Still being read',
  'not-measured': 'Still being measured',
  'for-window': 'Not measured',
  'low-confidence': 'Low confidence',
};

/** What to know when reading figures, each with its sentence. */
export function Badges({ badges }: { badges: readonly InsightBadge[] }) {
  if (badges.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-meta text-text-2">
      {badges.map(({ code, message }) => (
        <li key={code} className="inline-flex items-center gap-1.5">
          <Badge tone={code === 'mixed-generations' ? 'slow' : 'neutral'}>{badgeWords[code]}</Badge>
          {message}
        </li>
      ))}
    </ul>
  );
}

/** A choice of the page in a line: its label and a select. */
export function Choice<T extends string>({
  label,
  value,
  options,
  onChange,
  hint,
}: {
  label: string;
  value: T;
  options: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
  hint?: string;
}) {
  const id = useId();
  const control = (
    <span className="inline-flex min-w-0 items-center gap-1.5 text-text-2">
      <label htmlFor={id} className="whitespace-nowrap">
        {label}
      </label>
      <Select
        id={id}
        value={value}
        onChange={(event) => {
          const chosen = options.find(([each]) => each === event.target.value);
          if (chosen !== undefined) onChange(chosen[0]);
        }}
        className="min-w-0 max-w-60"
      >
        {options.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </Select>
    </span>
  );
  return hint === undefined ? control : <Tooltip content={hint}>{control}</Tooltip>;
}
