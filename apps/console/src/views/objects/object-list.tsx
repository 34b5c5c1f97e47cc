import { useDeferredValue, useMemo } from 'react';
import { firstCommand } from '../../model/first-command.ts';
import { collectionPath, type Kind } from '../../model/kinds.ts';
import { chosenRows } from '../../model/object-table.ts';
import { useAddress } from '../../store/address.ts';
import { useCollection } from '../../store/lab.ts';
import type { Rows } from '../../store/rows.ts';
import { TEXTS } from '../../texts.ts';
import { AddressLink } from '../address-link.tsx';
import { ObjectFilters } from './object-filters.tsx';
import { ObjectTable } from './object-table.tsx';

/** Objects of a kind as the server lists them, live. */
export function ObjectList({ kind }: { readonly kind: Kind }) {
  const { kind: _, filters = {}, ...address } = useAddress();
  const { namespace = '', labels = '', text = '', sort = '', wide } = filters;
  const selector = labels === '' ? '' : `?labelSelector=${encodeURIComponent(labels)}`;
  const rows = useCollection(`${collectionPath(kind, namespace)}${selector}`);
  const wanted = useDeferredValue(text);
  const choice = useMemo(() => ({ text: wanted, sort, isWide: wide !== undefined }), [wanted, sort, wide]);
  const chosen = useMemo(() => chosenRows(rows, choice), [rows, choice]);
  return (
    <>
      <header>
        <h2>{kind.kind}</h2>
        <small>{kind.resource}</small>
        <output>{TEXTS.objects.count(chosen.length, rows.byKey.size)}</output>
        <span className="all-kinds">
          <AddressLink to={address}>{TEXTS.objects.allKinds}</AddressLink>
        </span>
      </header>
      <ObjectFilters kind={kind} />
      {chosen.length > 0 && (
        <ObjectTable kind={kind} rows={chosen} columns={rows.columns} choice={choice} hasNamespace={namespace === ''} />
      )}
      {chosen.length === 0 && <Emptiness kind={kind} rows={rows} />}
    </>
  );
}

/** Why no object is shown. */
function Emptiness({ kind, rows }: { readonly kind: Kind; readonly rows: Rows }) {
  const address = useAddress();
  const { namespace = '', labels = '', text = '' } = address.filters ?? {};
  const { filters: _, ...unfiltered } = address;
  const { freshness } = rows;
  if (freshness.type === 'refused') return <p role="alert">{freshness.message}</p>;
  if (freshness.type === 'lost') return <p>{TEXTS.objects.lost}</p>;
  if (freshness.type !== 'live') return <p>{TEXTS.details.loading}</p>;
  const isFiltered = namespace !== '' || labels !== '' || text !== '';
  return (
    <p className="empty">
      {emptyText(kind, { namespace: kind.isNamespaced ? namespace : '', labels, text, hidden: rows.byKey.size })}{' '}
      {address.at !== undefined && TEXTS.objects.inPast(address.at)}{' '}
      {isFiltered && <AddressLink to={unfiltered}>{TEXTS.objects.showAll}</AddressLink>}
      {!isFiltered && address.at === undefined && (
        <>
          {TEXTS.objects.inTerminal} <code>{firstCommand(kind)}</code>
        </>
      )}
    </p>
  );
}

interface EmptyReasons {
  readonly namespace: string;
  readonly labels: string;
  readonly text: string;
  /** Number of objects that the text hides. */
  readonly hidden: number;
}

function emptyText({ plural }: Kind, { namespace, labels, text, hidden }: EmptyReasons): string {
  const { none } = TEXTS.objects;
  if (hidden > 0) return none.text(hidden, plural, text);
  if (labels !== '') return none.labels(plural, labels);
  return namespace === '' ? none.all(plural) : none.namespace(plural, namespace);
}
