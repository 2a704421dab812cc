import { Dices } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CallFilter } from '#shared/model/list.ts';
import { Checkbox, Field, Input, Select } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { ReviewerPicker } from './reviewer-picker.tsx';
import type { SampleForm } from './sample-form.ts';

interface FieldsProps {
  form: SampleForm;
  filter: CallFilter;
  onChange: (change: Partial<SampleForm>) => void;
}

/** What a sample is put together from: how many, spread how, which calls, and for whom. */
export function SampleFields(props: FieldsProps) {
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Size {...props} />
      <Rules {...props} />
      <LeaveOut {...props} />
      <ReviewerPicker chosen={props.form.reviewers} onChange={(reviewers) => props.onChange({ reviewers })} />
      <When {...props} />
    </div>
  );
}

const sizeUnits = ['calls', 'percent'] as const;
const strata = ['none', 'version', 'status', 'day'] as const;
const strataWords = {
  none: 'not stratified',
  version: 'by agent version',
  status: 'by status',
  day: 'by day',
} as const;

/** The one of `values` that was chosen. */
function chosen<T extends string>(values: readonly T[], value: string): T {
  return values.find((one) => one === value) ?? (values[0] as T);
}

function Size({ form, onChange }: FieldsProps) {
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-3">
      <Field label="How many">
        {(ids) => (
          <span className="flex gap-1.5">
            <Input
              {...ids}
              data-autofocus
              inputMode="decimal"
              className="w-16 text-right"
              value={form.size}
              onChange={(event) => onChange({ size: event.target.value })}
            />
            <Select
              aria-label="Calls or percent"
              value={form.sizeIn}
              onChange={(event) => onChange({ sizeIn: chosen(sizeUnits, event.target.value) })}
            >
              <option value="calls">calls</option>
              <option value="percent">%</option>
            </Select>
          </span>
        )}
      </Field>
      <Field label="Spread">
        {(ids) => (
          <span className="flex gap-1.5">
            <Select
              {...ids}
              value={form.strata}
              onChange={(event) => onChange({ strata: chosen(strata, event.target.value) })}
            >
              {strata.map((value) => (
                <option key={value} value={value}>
                  {strataWords[value]}
                </option>
              ))}
            </Select>
            {form.strata === 'none' ? null : (
              <Select
                aria-label="Share of each stratum"
                value={form.share}
                onChange={(event) => onChange({ share: chosen(['proportional', 'equal'], event.target.value) })}
              >
                <option value="proportional">as the calls are</option>
                <option value="equal">in equal parts</option>
              </Select>
            )}
          </span>
        )}
      </Field>
      <Field label="Seed">
        {(ids) => (
          <span className="flex items-center gap-1">
            <Input
              {...ids}
              inputMode="numeric"
              className="w-20 text-right"
              value={form.seed}
              onChange={(event) => onChange({ seed: event.target.value })}
            />
            <IconButton
              label="Another seed draws other calls"
              icon={<Dices />}
              onClick={() => onChange({ seed: String(1 + Math.floor(Math.random() * 9999)) })}
            />
          </span>
        )}
      </Field>
    </div>
  );
}

function Rules({ form, filter, onChange }: FieldsProps) {
  const rules = [form.slow, form.findings, form.shorter, form.longer, form.toolErrors, form.bargeIns];
  const limit = (name: 'slowMs' | 'shorterS' | 'longerS', label: string, unit: string, on: boolean) => (
    <>
      <Input
        aria-label={label}
        inputMode="decimal"
        className="w-16 text-right"
        disabled={!on}
        value={form[name]}
        onChange={(event) => onChange({ [name]: event.target.value })}
      />
      {unit}
    </>
  );
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 font-strong">Which calls</legend>
      {Object.keys(filter).length === 0 ? null : (
        <Checkbox
          checked={form.onlyFiltered}
          onChange={() => onChange({ onlyFiltered: !form.onlyFiltered })}
          label="Only those that match the filter of the list"
        />
      )}
      <Rule>
        <Checkbox checked={form.slow} onChange={() => onChange({ slow: !form.slow })} label="Slow:" />
        <Select
          aria-label="Which gap"
          disabled={!form.slow}
          value={form.slowFigure}
          onChange={(event) => onChange({ slowFigure: chosen(['worst', 'p95'], event.target.value) })}
        >
          <option value="worst">worst gap</option>
          <option value="p95">p95 gap</option>
        </Select>
        above {limit('slowMs', 'Gap above, ms', 'ms', form.slow)}
      </Rule>
      <Rule>
        <Checkbox
          checked={form.findings}
          onChange={() => onChange({ findings: !form.findings })}
          label="With findings:"
        />
        <Select
          aria-label="Which findings"
          disabled={!form.findings}
          value={form.findingsLeast}
          onChange={(event) => onChange({ findingsLeast: chosen(['warning', 'error'], event.target.value) })}
        >
          <option value="warning">warnings and errors</option>
          <option value="error">errors only</option>
        </Select>
      </Rule>
      <Rule>
        <Checkbox checked={form.shorter} onChange={() => onChange({ shorter: !form.shorter })} label="Shorter than" />
        {limit('shorterS', 'Shorter than, s', 's', form.shorter)}
        <Checkbox
          className="ml-4"
          checked={form.longer}
          onChange={() => onChange({ longer: !form.longer })}
          label="Longer than"
        />
        {limit('longerS', 'Longer than, s', 's', form.longer)}
      </Rule>
      <Rule>
        <Checkbox
          checked={form.toolErrors}
          onChange={() => onChange({ toolErrors: !form.toolErrors })}
          label="With tool errors"
        />
        <Checkbox
          className="ml-4"
          checked={form.bargeIns}
          onChange={() => onChange({ bargeIns: !form.bargeIns })}
          label="With barge-ins"
        />
      </Rule>
      {rules.filter(Boolean).length < 2 ? null : (
        <Rule>
          <Select
            aria-label="How the rules go together"
            value={form.rulesMatch}
            onChange={(event) => onChange({ rulesMatch: chosen(['all', 'any'], event.target.value) })}
          >
            <option value="all">all of these must hold</option>
            <option value="any">any of these is enough</option>
          </Select>
        </Rule>
      )}
    </fieldset>
  );
}

function Rule({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-1.5">{children}</div>;
}

function LeaveOut({ form, onChange }: FieldsProps) {
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 font-strong">Leave out</legend>
      <Checkbox
        checked={form.reviewedBy === 'anyone'}
        onChange={() => onChange({ reviewedBy: form.reviewedBy === 'anyone' ? 'assignees' : 'anyone' })}
        label="Calls that anyone has reviewed, not only those chosen below"
      />
      <Checkbox
        checked={form.assigned}
        onChange={() => onChange({ assigned: !form.assigned })}
        label="Calls in anyone’s queue"
      />
      <Checkbox checked={form.skipped} onChange={() => onChange({ skipped: !form.skipped })} label="Skipped calls" />
      <Checkbox
        checked={form.withoutRecording}
        onChange={() => onChange({ withoutRecording: !form.withoutRecording })}
        label="Calls without a recording here"
      />
    </fieldset>
  );
}

function When({ form, onChange }: FieldsProps) {
  const number = (name: 'repeatsPercent' | 'repeatsAfterDays', label: string) => (
    <Input
      aria-label={label}
      inputMode="numeric"
      className="w-14 text-right"
      value={form[name]}
      onChange={(event) => onChange({ [name]: event.target.value })}
    />
  );
  return (
    <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
      <Field label="Due on">
        {(ids) => (
          <Input {...ids} type="date" value={form.due} onChange={(event) => onChange({ due: event.target.value })} />
        )}
      </Field>
      <fieldset className="flex flex-col gap-1">
        <legend className="mb-1 font-strong">Hidden repeats</legend>
        <Rule>
          {number('repeatsPercent', 'Hidden repeats, percent of the sample')} % of the sample, after{' '}
          {number('repeatsAfterDays', 'Hidden repeats after days')} days
        </Rule>
      </fieldset>
      <p className="text-text-3">
        A hidden repeat is a call that its reviewer has reviewed before; it comes back unmarked, to see whether they
        would score it the same again.
      </p>
    </div>
  );
}
