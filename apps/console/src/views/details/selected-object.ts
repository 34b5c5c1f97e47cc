import type { ReactNode } from 'react';
import { collectionPath, type Kind, partsOf } from '../../model/kinds.ts';
import type { Selection } from '../../store/address.ts';
import { useCollection, useKinds } from '../../store/lab.ts';
import type { Row } from '../../store/row.ts';
import type { Rows } from '../../store/rows.ts';

/** Object that the details show, as the server has it. */
export interface SelectedObject {
  readonly selection: Selection;
  readonly kind: Kind;
  /** The object alone, with the columns of its kind. */
  readonly rows: Rows;
  /** Undefined for an object that does not exist, and before it is loaded. */
  readonly row: Row | undefined;
}

/** Tab of the details. */
export interface DetailsTab {
  /** Name in the address: `tab=yaml`. */
  readonly id: string;
  readonly title: string;
  /** True for objects with this tab. */
  appliesTo(selection: Selection): boolean;
  /** Content, shown while the tab is open; lazy components are allowed. */
  readonly Panel: (selected: SelectedObject) => ReactNode;
}

/** Follows an object of any kind. Returns undefined until the kinds are known, and 'unknown' for a kind that the API does not have. */
export function useSelectedObject(selection: Selection): SelectedObject | 'unknown' | undefined {
  const { kinds, isLoaded } = useKinds();
  const kind = kinds.find(({ resource }) => resource === selection.resource);
  const { namespace, name } = partsOf(selection.key);
  const field = encodeURIComponent(`metadata.name=${name}`);
  const rows = useCollection(kind && `${collectionPath(kind, namespace)}?fieldSelector=${field}`);
  if (kind === undefined) return isLoaded ? 'unknown' : undefined;
  return { selection, kind, rows, row: rows.byKey.get(selection.key) };
}
