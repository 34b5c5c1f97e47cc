import { statusErrors } from '@klockwork/api-machinery';
import type { Revision } from '@klockwork/event-store';
import type { KindDefinition } from '@klockwork/resources';
import { type NamedObject, namedObject } from '../klockwork/object-name.ts';
import type { Query } from '../routing/query.ts';
import { type ConnectionQuery, parseDestination } from './connection/connection-target.ts';

/** Subject to explain: an event by revision, or an object, optionally by UID, or one of its restarts. */
export type WhyQuery = { readonly revision: Revision } | ObjectQuery;

/** Object to explain. */
export interface ObjectQuery {
  readonly object: NamedObject;
  readonly uid: string | undefined;
  readonly restart: number | undefined;
  /** Destination of a connection of the pod. */
  readonly to?: ConnectionQuery;
}

/** Reads `revision`, or `object`, `namespace`, `uid`, `restart` and `to`. Throws BadRequest. */
export function whyQuery(kinds: readonly KindDefinition[], query: Query): WhyQuery {
  const [revision, object] = [countIn(query, 'revision', 'a revision'), query.text('object')];
  if ((revision === undefined) === (object === '')) throw statusErrors.badRequest('one of object and revision must be given');
  if (revision !== undefined) return { revision };
  const lookup = namedObject(kinds, object, query.text('namespace') || 'default');
  const restart = countIn(query, 'restart', 'the number of a restart');
  if (restart !== undefined && lookup.key.resource !== 'pods') throw statusErrors.badRequest(`restart is for pods, not for ${object}`);
  const to = destinationIn(query, lookup);
  return { object: lookup, uid: query.text('uid') || undefined, restart, ...(to && { to }) };
}

function destinationIn(query: Query, { key }: NamedObject): ConnectionQuery | undefined {
  const text = query.text('to');
  if (text === '') return undefined;
  if (key.resource !== 'pods') throw statusErrors.badRequest(`to is for pods, not for ${key.resource}`);
  const to = parseDestination(text);
  if (to === undefined) throw statusErrors.badRequest(`to must be a destination such as web.shop:80, not ${JSON.stringify(text)}`);
  return to;
}

function countIn(query: Query, key: string, what: string): number | undefined {
  const text = query.text(key);
  if (text === '') return undefined;
  if (!/^[1-9]\d{0,14}$/.test(text)) throw statusErrors.badRequest(`${key} must be ${what}, not ${JSON.stringify(text)}`);
  return Number(text);
}
