import { useState } from 'react';
import { byName } from '../../model/by-name.ts';
import type { Kind } from '../../model/kinds.ts';
import { changeAddress, useAddress } from '../../store/address.ts';
import { useCollection } from '../../store/lab.ts';
import { metadataOf } from '../../store/row-store.ts';
import { TEXTS } from '../../texts.ts';

const NAMESPACES = metadataOf('/api/v1/namespaces');

/** Namespace, labels and text of the shown objects: parts of the address. */
export function ObjectFilters({ kind }: { readonly kind: Kind }) {
  const address = useAddress();
  const { filters = {} } = address;
  const set = (name: string, value: string) => changeAddress({ ...address, filters: { ...filters, [name]: value } });
  return (
    <search className="filters">
      {kind.isNamespaced && <NamespaceFilter chosen={filters.namespace ?? ''} onChoose={(name) => set('namespace', name)} />}
      <input
        type="search"
        aria-label={TEXTS.objects.text}
        placeholder={TEXTS.objects.text}
        value={filters.text ?? ''}
        onChange={(event) => set('text', event.target.value)}
      />
      <LabelFilter key={filters.labels} chosen={filters.labels ?? ''} onChoose={(labels) => set('labels', labels)} />
      <label>
        <input type="checkbox" checked={filters.wide !== undefined} onChange={(event) => set('wide', event.target.checked ? '1' : '')} />{' '}
        {TEXTS.objects.wide}
      </label>
    </search>
  );
}

interface FilterProps {
  readonly chosen: string;
  readonly onChoose: (value: string) => void;
}

function NamespaceFilter({ chosen, onChoose }: FilterProps) {
  const names = [...useCollection(NAMESPACES).byKey.keys()].sort(byName);
  const shown = chosen === '' || names.includes(chosen) ? names : [...names, chosen];
  return (
    <select aria-label={TEXTS.objects.namespace} value={chosen} onChange={(event) => onChoose(event.target.value)}>
      <option value="">{TEXTS.objects.allNamespaces}</option>
      {shown.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </select>
  );
}

/** Selector of labels, asked of the server after Enter or when the field is left. */
function LabelFilter({ chosen, onChoose }: FilterProps) {
  const [text, setText] = useState(chosen);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onChoose(text);
      }}
    >
      <input
        type="search"
        aria-label={TEXTS.objects.labels}
        placeholder={TEXTS.objects.labelsExample}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => text !== chosen && onChoose(text)}
      />
    </form>
  );
}
