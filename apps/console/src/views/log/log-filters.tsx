import { useEffect, useState } from 'react';
import { LOG_COLUMNS, LOG_FIELDS, readLogColumns, readLogFilter } from '../../model/log-filter.ts';
import { goTo, readAddress, useAddress } from '../../store/address.ts';
import { TEXTS } from '../../texts.ts';

/** Pause after typing, before a request, in ms. */
const TYPING_MS = 300;

/** Filters and columns of the log, which stand in the address. */
export function LogFilters() {
  const { filters = {} } = useAddress();
  const filter = readLogFilter(filters);
  const columns = readLogColumns(filters);
  const toggle = (name: (typeof LOG_COLUMNS)[number]) =>
    set('columns', LOG_COLUMNS.filter((each) => columns.includes(each) !== (each === name)).join(','));
  return (
    <search className="filters">
      <TypedFilter name="text" label={TEXTS.log.filter} value={filter.text} onChange={(value) => set('text', value)} />
      <Box label={TEXTS.log.upkeep} isChecked={filter.hasUpkeep} onChange={(is) => set('upkeep', is ? '1' : '')} />
      <Box label={TEXTS.log.trouble} isChecked={filter.hasOnlyTrouble} onChange={(is) => set('trouble', is ? '1' : '')} />
      <details open={Object.keys(filter.fields).length > 0}>
        <summary>{TEXTS.log.more}</summary>
        <div className="filters">
          {LOG_FIELDS.map((name) => (
            <TypedFilter
              key={name}
              name={name}
              label={TEXTS.log.fields[name]}
              value={filter.fields[name] ?? ''}
              onChange={(value) => set(name, value)}
            />
          ))}
        </div>
        <fieldset className="filters">
          <legend>{TEXTS.log.shown}</legend>
          {LOG_COLUMNS.map((name) => (
            <Box key={name} label={TEXTS.log.columns[name]} isChecked={columns.includes(name)} onChange={() => toggle(name)} />
          ))}
        </fieldset>
      </details>
    </search>
  );
}

/** Writes a parameter into the present address: other ones may have changed since it was typed. */
function set(name: string, value: string): void {
  const address = readAddress(location.pathname, location.search);
  goTo({ ...address, filters: { ...address.filters, [name]: value } });
}

interface TypedFilterProps {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function TypedFilter({ name, label, value, onChange }: TypedFilterProps) {
  const [typed, setTyped] = useState(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only typing starts the pause
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => onChange(typed), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  useEffect(() => setTyped(value), [value]);
  return (
    <input
      type={name === 'text' ? 'search' : 'text'}
      placeholder={label}
      aria-label={label}
      value={typed}
      spellCheck={false}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}

interface BoxProps {
  readonly label: string;
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
}

function Box({ label, isChecked, onChange }: BoxProps) {
  return (
    <label>
      <input type="checkbox" checked={isChecked} onChange={(event) => onChange(event.target.checked)} /> {label}
    </label>
  );
}
