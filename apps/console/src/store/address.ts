import { useSyncExternalStore } from 'react';
import { LAB_BASE } from '../api/lab-base.ts';

export type View = 'map' | 'timeline' | 'log' | 'why' | 'faults' | 'objects' | 'compare' | 'drills';

/** Object of any kind that the page shows in detail. */
export interface Selection {
  /** Plural as in kubectl, with the group of other kinds than the core's: `pods`, `deployments.apps`. */
  readonly resource: string;
  /** `name`, or `namespace/name`. */
  readonly key: string;
}

/** Content of the page's address: each state of the page is a link. */
export interface Address {
  readonly view: View;
  /** Kind of the view, written as the second part of the path: `deployments.apps`. */
  readonly kind?: string;
  /** Parameters of the view alone, such as its filters. Another view begins without them. */
  readonly filters?: Readonly<Record<string, string>>;
  /** Revision of the past that the page shows; absent: the present. */
  readonly at?: number;
  /** Question of the view `why`: an object or a revision. */
  readonly of?: string;
  readonly selection?: Selection;
  /** Open tab of the selected object; absent: the first one. */
  readonly tab?: string;
}

export const VIEWS: readonly View[] = ['map', 'timeline', 'log', 'why', 'faults', 'objects', 'compare', 'drills'];

const CHANGED = 'klockwork:address';
/** Parameters of all views. */
const COMMON: ReadonlySet<string> = new Set(['at', 'of', 'select', 'tab']);
const PATH = /^(?:\/drill(?=\/))?\/([a-z]+)(?:\/([a-z0-9.-]+))?$/;

/** Reads `/log?at=120&select=deployments.apps/default/web&tab=yaml`; unknown views are the map. */
export function readAddress(path: string, query: string): Address {
  const [, first, kind] = PATH.exec(path) ?? [];
  const view = VIEWS.find((name) => name === first);
  const parameters = new URLSearchParams(query);
  const [, resource, key] = /^([a-z0-9.-]+)\/(.+)$/.exec(parameters.get('select') ?? '') ?? [];
  const [at] = /^[1-9]\d*$/.exec(parameters.get('at') ?? '') ?? [];
  const of = parameters.get('of') ?? '';
  const tab = parameters.get('tab') ?? '';
  const filters = Object.fromEntries([...parameters].filter(([name, value]) => !COMMON.has(name) && value !== ''));
  return {
    view: view ?? 'map',
    ...(view !== undefined && kind !== undefined && { kind }),
    ...(view !== undefined && Object.keys(filters).length > 0 && { filters }),
    ...(at !== undefined && { at: Number(at) }),
    ...(of !== '' && { of }),
    ...(resource !== undefined && key !== undefined && { selection: { resource, key }, ...(tab !== '' && { tab }) }),
  };
}

export function addressText({ view, kind, filters = {}, at, of, selection, tab }: Address): string {
  const own = Object.entries(filters).filter(([, value]) => value !== '');
  const parts = [
    ...(of === undefined ? [] : [`of=${encodeURI(of)}`]),
    ...own.map(([name, value]) => `${name}=${encodeURIComponent(value)}`),
    ...(at === undefined ? [] : [`at=${at}`]),
    ...(selection === undefined ? [] : [`select=${selection.resource}/${encodeURIComponent(selection.key).replaceAll('%2F', '/')}`]),
    ...(selection === undefined || tab === undefined ? [] : [`tab=${tab}`]),
  ];
  const path = `${LAB_BASE}/${view}${kind === undefined ? '' : `/${kind}`}`;
  return parts.length === 0 ? path : `${path}?${parts.join('&')}`;
}

/** Returns the address of another view, with the same selection and moment. */
export function inView({ kind: _, filters: __, of: ___, ...address }: Address, view: View): Address {
  return { ...address, view };
}

/** Goes to an address; the browser's back button returns. */
export function goTo(address: Address): void {
  const text = addressText(address);
  if (text === `${location.pathname}${location.search}`) return;
  history.pushState(null, '', text);
  dispatchEvent(new Event(CHANGED));
}

/** Replaces the address: a filter adds no step to the browser's back button. */
export function changeAddress(address: Address): void {
  history.replaceState(null, '', addressText(address));
  dispatchEvent(new Event(CHANGED));
}

export function useAddress(): Address {
  const text = useSyncExternalStore(subscribe, () => `${location.pathname}${location.search}`);
  const [path = '', query = ''] = text.split('?');
  return readAddress(path, query);
}

/** Returns a function that shows an object in detail. The open tab stays open. */
export function useSelect(): (selection: Selection) => void {
  const address = useAddress();
  return (selection) => goTo({ ...address, selection });
}

function subscribe(listener: () => void): () => void {
  for (const type of ['popstate', CHANGED]) addEventListener(type, listener);
  return () => {
    for (const type of ['popstate', CHANGED]) removeEventListener(type, listener);
  };
}
