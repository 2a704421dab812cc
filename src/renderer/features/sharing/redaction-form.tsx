import type { RedactionRules } from '#shared/model/bundle.ts';
import { Checkbox, Field } from '../../ui/field.tsx';
import { Radio } from '../../ui/radio.tsx';

/** The rules as they are being typed: names one a line. */
export interface RulesInput extends Omit<RedactionRules, 'names'> {
  names: string;
}

/** What is offered at first: all that can be recognised by its form. */
export const defaultRules: RulesInput = {
  phones: true,
  emails: true,
  cards: true,
  names: '',
  variables: [],
  audio: 'words',
};

/** The rules that the input stands for. */
export function rulesOf({ names, ...rest }: RulesInput): RedactionRules {
  const lines = names.split(/[\n,;]/).map((line) => line.trim().slice(0, 200));
  return { ...rest, names: [...new Set(lines)].filter((line) => line !== '').slice(0, 1000) };
}

/** Which words leave the bundle. */
export function RedactionForm({
  value,
  variables,
  withRecordings,
  onChange,
}: {
  value: RulesInput;
  /** Names of the variables that the calls have. */
  variables: readonly string[];
  withRecordings: boolean;
  onChange(value: RulesInput): void;
}) {
  const toggle = (name: string): void => {
    const chosen = value.variables.includes(name);
    onChange({
      ...value,
      variables: chosen ? value.variables.filter((one) => one !== name) : [...value.variables, name],
    });
  };
  return (
    <section aria-label="What is taken out" className="flex flex-col gap-3 rounded-md border border-line p-3">
      <div className="grid grid-cols-3 gap-x-2 max-[640px]:grid-cols-1">
        <Checkbox
          label="Phone numbers"
          checked={value.phones}
          onChange={() => onChange({ ...value, phones: !value.phones })}
        />
        <Checkbox
          label="Mail addresses"
          checked={value.emails}
          onChange={() => onChange({ ...value, emails: !value.emails })}
        />
        <Checkbox
          label="Card numbers"
          checked={value.cards}
          onChange={() => onChange({ ...value, cards: !value.cards })}
        />
      </div>
      <Field
        label="Names and other words"
        hint="One a line. Case and accents do not matter; each longer word goes by itself too."
      >
        {(ids) => (
          <textarea
            {...ids}
            rows={3}
            dir="auto"
            value={value.names}
            className="w-full rounded-md border border-line-strong bg-surface-2 p-2 text-text-1"
            onChange={({ target }) => onChange({ ...value, names: target.value })}
          />
        )}
      </Field>
      {variables.length === 0 ? null : (
        <fieldset>
          <legend className="mb-1 font-strong">What these variables hold, wherever it stands</legend>
          <div className="grid max-h-36 grid-cols-2 gap-x-2 overflow-auto max-[640px]:grid-cols-1">
            {variables.map((name) => (
              <Checkbox
                key={name}
                label={name}
                checked={value.variables.includes(name)}
                onChange={() => toggle(name)}
              />
            ))}
          </div>
        </fieldset>
      )}
      {withRecordings ? (
        <fieldset className="flex flex-col gap-0.5">
          <legend className="mb-1 font-strong">In the recordings, a tone covers</legend>
          <Radio
            name="beep"
            label="the words and a good second around them"
            checked={value.audio === 'words'}
            onChange={() => onChange({ ...value, audio: 'words' })}
          />
          <Radio
            name="beep"
            label="each turn that has one, whole"
            checked={value.audio === 'turns'}
            onChange={() => onChange({ ...value, audio: 'turns' })}
          />
        </fieldset>
      ) : null}
      <p className="text-text-3">
        What was spoken but not transcribed, and names that are not listed, are not found: listen before you hand it
        over.
      </p>
    </section>
  );
}
