import { useSyncExternalStore } from 'react';

export type View = 'map' | 'timeline' | 'log' | 'why';

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
  /** Revision of the past that the page shows; absent: the present. */
  readonly at?: number;
  /** Question of the view `why`: an object or a revision. */
  readonly of?: string;
}

export const VIEWS: readonly View[] = ['map', 'timeline', 'log', 'why'];

const CHANGED = 'klockwork:address';

/** Reads `/log?at=120&select=pods/default/web`; unknown views are the map. */
export function readAddress(path: string, query: string): Address {
  const view = VIEWS.find((name) => path === `/${name}`) ?? 'map';
  const parameters = new URLSearchParams(query);
  const [, resource, key] = /^(nodes|pods)\/(.+)$/.exec(parameters.get('select') ?? '') ?? [];
  const [at] = /^[1-9]\d*$/.exec(parameters.get('at') ?? '') ?? [];
  const of = parameters.get('of') ?? '';
  return {
    view,
    ...(key !== undefined && { selection: { resource: resource as Selection['resource'], key } }),
    ...(at !== undefined && { at: Number(at) }),
    ...(of !== '' && { of }),
  };
}

export function addressText({ view, selection, at, of }: Address): string {
  const parts = [
    ...(of === undefined ? [] : [`of=${encodeURI(of)}`]),
    ...(at === undefined ? [] : [`at=${at}`]),
    ...(selection === undefined ? [] : [`select=${selection.resource}/${encodeURI(selection.key)}`]),
  ];
  return parts.length === 0 ? `/${view}` : `/${view}?${parts.join('&')}`;
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
