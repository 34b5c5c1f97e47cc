import type { Revision } from '@klockwork/event-store';
import type { Status } from '@klockwork/kernel';
import type { KubeObject, ResourceRef } from '@klockwork/resources';
import type { DeleteOptions, ListOptions, LogPage, ObjectName, Patch, WriteOptions } from './cluster-api.ts';

/** Page of a list. All pages have the same revision. `next` requests the following page. */
export interface ListPage {
  readonly revision: Revision;
  readonly kindRevision: Revision;
  readonly items: readonly KubeObject[];
  readonly next?: string;
}

/** Request fields by verb, beside the {@link Question}'s envelope. */
export interface RequestByVerb {
  readonly get: { readonly name: ObjectName };
  readonly read: { readonly path: string };
  readonly list: { readonly list: ListOptions; readonly page?: string };
  readonly log: { readonly after: Revision };
  readonly create: { readonly object: KubeObject; readonly options: WriteOptions };
  readonly update: { readonly object: KubeObject; readonly options: WriteOptions };
  readonly patch: { readonly name: ObjectName; readonly patch: Patch; readonly options: WriteOptions };
  readonly delete: { readonly name: ObjectName; readonly deletion: DeleteOptions; readonly options: WriteOptions };
}

export interface AnswerByVerb {
  readonly get: KubeObject;
  readonly read: unknown;
  readonly list: ListPage;
  readonly log: LogPage;
  readonly create: KubeObject;
  readonly update: KubeObject;
  readonly patch: KubeObject;
  readonly delete: null;
}

/** Verb of the API on the bus; each has a route in `API_ROUTES`. */
export type Verb = keyof RequestByVerb;

/** All verbs, in serving order. */
export const VERBS: readonly Verb[] = ['get', 'read', 'list', 'log', 'create', 'update', 'patch', 'delete'];

/** Request to the api-server. */
export type Question<V extends Verb> = {
  readonly user: string;
  readonly userAgent: string;
  readonly correlationId: string;
  /** True for a repetition: an earlier process may have executed the request. */
  readonly again?: true;
  readonly resource: ResourceRef;
} & RequestByVerb[V];

/** Answer: result, or Status of the refusal. */
export type Answer<V extends Verb> = { readonly done: AnswerByVerb[V] } | { readonly refused: Status };

/** Notice of the api-server process of later answers. Unique per start. */
export interface ServerNotice {
  readonly server: string;
}

/** Returns `group/resource`, the key of a kind in `Heads`. */
export function kindKey(resource: { group: string; resource: string }): string {
  return `${resource.group}/${resource.resource}`;
}

/** Queue group of api-servers. */
export const API_SERVER_QUEUE = 'api-server';
