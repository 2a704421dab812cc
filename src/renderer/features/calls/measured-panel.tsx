import { useState } from 'react';
import type { MeasuredFilter } from '../../lib/call-filter.ts';
import { setFilter } from '../../lib/list-state.ts';
import { Field, Input, Select } from '../../ui/field.tsx';
import { findingChoices, overlapChoices } from './filter-words.ts';

/** Which calls are shown by what was measured in their sound and checked in their figures. */
export function MeasuredPanel({ measured }: { measured: MeasuredFilter }) {
  const change = (part: Partial<MeasuredFilter>): void => setFilter({ measured: { ...measured, ...part } });
  return (
    <div className="flex w-72 flex-col gap-3 p-1">
      <LimitField label="Measured gap over" unitMs={1} ms={measured.aboveMs} onSet={(aboveMs) => change({ aboveMs })} />
      <LimitField
        label="Reported and measured apart over"
        unitMs={1}
        ms={measured.differenceAboveMs}
        onSet={(differenceAboveMs) => change({ differenceAboveMs })}
      />
      <LimitField
        label="Dead air over"
        unitMs={1000}
        ms={measured.deadAirAboveMs}
        onSet={(deadAirAboveMs) => change({ deadAirAboveMs })}
      />
      <ChoiceField
        label="Findings"
        value={measured.findings}
        choices={findingChoices}
        onSet={(findings) => change({ findings })}
      />
      <ChoiceField
        label="Both parties at once"
        value={measured.overlaps}
        choices={overlapChoices}
        onSet={(overlaps) => change({ overlaps })}
      />
    </div>
  );
}

interface LimitFieldProps {
  label: string;
  /** 1 for milliseconds, 1000 for seconds. */
  unitMs: 1 | 1000;
  ms: number | null;
  onSet: (ms: number | null) => void;
}

/** A length above which calls are shown; empty = any. */
function LimitField({ label, unitMs, ms, onSet }: LimitFieldProps) {
  const [text, setText] = useState(ms === null ? '' : String(ms / unitMs));
  const [known, setKnown] = useState(ms);
  // Cleared from elsewhere.
  if (known !== ms) {
    setKnown(ms);
    if (readLimit(text, unitMs) !== ms) setText(ms === null ? '' : String(ms / unitMs));
  }
  const isWrong = readLimit(text, unitMs) === undefined;
  return (
    <Field label={label} error={isWrong ? 'A number, or empty for any.' : null}>
      {(ids) => (
        <span className="flex items-center gap-1.5">
          <Input
            {...ids}
            inputMode="decimal"
            className="w-24 text-right"
            value={text}
            placeholder="any"
            onChange={(event) => {
              setText(event.target.value);
              const read = readLimit(event.target.value, unitMs);
              if (read === undefined) return;
              setKnown(read);
              onSet(read);
            }}
          />
          {unitMs === 1 ? 'ms' : 's'}
        </span>
      )}
    </Field>
  );
}

/** What was typed, in ms; null = any, undefined = not a length. */
function readLimit(text: string, unitMs: number): number | null | undefined {
  const number = text.replace(/[\s\u202f]/g, '').replace(',', '.');
  if (number === '') return null;
  return /^\d{1,7}(\.\d{1,3})?$/.test(number) ? Number(number) * unitMs : undefined;
}

interface ChoiceFieldProps<T extends string> {
  label: string;
  value: T | null;
  choices: Record<T, string>;
  onSet: (value: T | null) => void;
}

function ChoiceField<T extends string>({ label, value, choices, onSet }: ChoiceFieldProps<T>) {
  const keys = Object.keys(choices) as T[];
  return (
    <Field label={label}>
      {(ids) => (
        <Select
          {...ids}
          className="w-full"
          value={value ?? ''}
          onChange={(event) => onSet(keys.find((key) => key === event.target.value) ?? null)}
        >
          <option value="">any call</option>
          {keys.map((key) => (
            <option key={key} value={key}>
              {choices[key]}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
