import { useSyncExternalStore } from 'react';

export type View = 'map' | 'log';

/** Object that a view shows in detail. */
export interface Selection {
  readonly resource: 'nodes' | 'pods';
  /** `name`, or `namespace/name`. */
  readonly key: string;
}

/** Content of the page's address: each state of the page is a link. */
export interface Address {
  readonly view: View;
  readonly selection?: Selection;
}

const CHANGED = 'klockwork:address';

/** Reads `/log?select=pods/default/web`; unknown views are the map. */
export function readAddress(path: string, query: string): Address {
  const view: View = path === '/log' ? 'log' : 'map';
  const [, resource, key] = /^(nodes|pods)\/(.+)$/.exec(new URLSearchParams(query).get('select') ?? '') ?? [];
  return { view, ...(key !== undefined && { selection: { resource: resource as Selection['resource'], key } }) };
}

export function addressText({ view, selection }: Address): string {
  return selection === undefined ? `/${view}` : `/${view}?select=${selection.resource}/${encodeURI(selection.key)}`;
}

/** Goes to an address; the browser's back button returns. */
export function goTo(address: Address): void {
  const text = addressText(address);
  if (text === `${location.pathname}${location.search}`) return;
  history.pushState(null, '', text);
  dispatchEvent(new Event(CHANGED));
}

export function useAddress(): Address {
  const text = useSyncExternalStore(subscribe, () => `${location.pathname}${location.search}`);
  const [path = '', query = ''] = text.split('?');
  return readAddress(path, query);
}

function subscribe(listener: () => void): () => void {
  for (const type of ['popstate', CHANGED]) addEventListener(type, listener);
  return () => {
    for (const type of ['popstate', CHANGED]) removeEventListener(type, listener);
  };
}
