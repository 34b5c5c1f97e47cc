import type { LogEvent, Revision } from '@klockwork/event-store';
import type { Status } from '@klockwork/kernel';
import type { KubeObject, ResourceRef } from '@klockwork/resources';
import type { DeleteOptions, ListOptions, LogPage, ObjectName, Patch, WriteOptions } from './cluster-api.ts';

/** One page of a list. All pages of one list are of one revision. `next` asks for the page after it. */
export interface ListPage {
  readonly revision: Revision;
  readonly kindRevision: Revision;
  readonly items: readonly KubeObject[];
  readonly next?: string;
}

/** What each verb asks, beside the {@link Question}'s envelope. */
export interface Asked {
  readonly get: { readonly name: ObjectName };
  readonly list: { readonly list: ListOptions; readonly page?: string };
  readonly log: { readonly after: Revision };
  readonly create: { readonly object: KubeObject; readonly options: WriteOptions };
  readonly update: { readonly object: KubeObject; readonly options: WriteOptions };
  readonly patch: { readonly name: ObjectName; readonly patch: Patch; readonly options: WriteOptions };
  readonly delete: { readonly name: ObjectName; readonly deletion: DeleteOptions; readonly options: WriteOptions };
}

/** What each verb is answered with. */
export interface Answered {
  readonly get: KubeObject;
  readonly list: ListPage;
  readonly log: LogPage;
  readonly create: KubeObject;
  readonly update: KubeObject;
  readonly patch: KubeObject;
  readonly delete: null;
}

/** The verbs of the API on the bus: each is a subject, `subjects.api(verb)`. */
export type Verb = keyof Asked;

/** All verbs, in the order they are served. */
export const VERBS: readonly Verb[] = ['get', 'list', 'log', 'create', 'update', 'patch', 'delete'];

/** A request to the api-server. */
export type Question<V extends Verb> = {
  readonly user: string;
  readonly userAgent: string;
  readonly correlationId: string;
  /** It was asked before, of a process that may be gone: it may have been done. */
  readonly again?: true;
  readonly resource: ResourceRef;
} & Asked[V];

/** Its answer: what was asked for, or the Status of the refusal. */
export type Answer<V extends Verb> = { readonly done: Answered[V] } | { readonly refused: Status };

/** Body of `subjects.heads`: the newest revision of each kind, by {@link kindKey}. */
export type Heads = Readonly<Record<string, Revision>>;

/** Body of `subjects.server`: which process is the api-server from now on. Each start is another. */
export interface ServerNotice {
  readonly server: string;
}

/** Body of a log subject: the event, without its object when that is confidential or too large. */
export type Hint = LogEvent;

/** `group/resource`: how a kind is named in {@link Heads}. */
export function kindKey(resource: { group: string; resource: string }): string {
  return `${resource.group}/${resource.resource}`;
}

/** The queue group in which api-servers share the questions. */
export const API_SERVER_QUEUE = 'api-server';
