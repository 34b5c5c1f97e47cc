import { type Bus, jsonBytes, jsonTextOf, type Subjects, type Subscription, withJsonText } from '@klockwork/bus';
import type { Actor, LogEvent } from '@klockwork/event-store';
import { ApiError } from '@klockwork/kernel';
import type { KubeObject, ResourceRef } from '@klockwork/resources';
import { AnsweredWrites } from './answered-writes.ts';
import type { ClusterApi, ListOptions, LogPage } from './cluster-api.ts';
import { countThatFits } from './json-size.ts';
import { type Answer, type AnswerByVerb, API_SERVER_QUEUE, type Question, VERBS, type Verb } from './messages.ts';
import { type ObjectList, OpenLists, PAGE_BYTES_MAX } from './open-lists.ts';
import { API_ROUTES } from './routes.ts';

/** Requests of components; a list contains texts, so that objects are sent without a parse. */
export interface BackendApi extends Omit<ClusterApi, 'list' | 'watch'> {
  list(resource: ResourceRef, options?: ListOptions): Promise<ObjectList>;
}

/** Api-server from the bus's view: the API on behalf of an actor, as part of a request. */
export interface ClusterBackend {
  as(actor: Actor, correlationId: string): BackendApi;
  /** Returns the event of a recent request to an earlier process; undefined without a write. */
  written(correlationId: string): Promise<LogEvent | undefined>;
}

/** Answers to requests of the cluster's components, by the verb of the subject. */
export type ClusterApiAnswers = { readonly [V in Verb]: (question: Question<V>) => Promise<Answer<V>> };

type Handlers = { readonly [V in Verb]: (question: Question<V>) => Promise<AnswerByVerb[V]> };

/**
 * Returns the answers of an api-server to the cluster's components. ApiErrors travel as Status; any other error is a bug and rejects the
 * answer. Repeated writes are not executed again.
 */
export function clusterApiAnswers(backend: ClusterBackend): ClusterApiAnswers {
  const handlers = handlersOf(backend);
  const writes = new AnsweredWrites<Answer<Verb>>();
  const read =
    <V extends Verb>(verb: V) =>
    (question: Question<V>): Promise<Answer<V>> =>
      attempt(handlers[verb], question);
  const write =
    <V extends Verb>(verb: V) =>
    (question: Question<V>): Promise<Answer<V>> =>
      writes.once(question.correlationId, async () => (await before(verb, question)) ?? attempt(handlers[verb], question)) as Promise<
        Answer<V>
      >;
  /** Returns an earlier process's write for this request. */
  const before = async <V extends Verb>(verb: V, { again, correlationId }: Question<V>): Promise<Answer<Verb> | undefined> => {
    const event = again && (await backend.written(correlationId));
    return event && { done: verb === 'delete' ? null : withoutOwners(event.object as KubeObject) };
  };
  return {
    get: read('get'),
    read: read('read'),
    list: async (question) => withText(await attempt(handlers.list, question)),
    log: read('log'),
    create: write('create'),
    update: write('update'),
    patch: write('patch'),
    delete: write('delete'),
  };
}

/** Serves the cluster's components on the bus, in the queue group `api-server`. */
export function serveClusterApi({ bus, subjects, answers }: { bus: Bus; subjects: Subjects; answers: ClusterApiAnswers }): Subscription {
  const serve = <V extends Verb>(verb: V) =>
    bus.serve(subjects.at<Question<V>, Answer<V>>(API_ROUTES[verb]), ({ body }) => answers[verb](body), { queue: API_SERVER_QUEUE });
  const servedSubscriptions = VERBS.map((verb) => serve(verb));
  return {
    stop() {
      for (const subscription of servedSubscriptions) subscription.stop();
    },
  };
}

async function attempt<V extends Verb>(handler: Handlers[V], question: Question<V>): Promise<Answer<V>> {
  try {
    return { done: await handler(question) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { refused: error.status };
  }
}

/** Answers a page with its text. */
function withText(answer: Answer<'list'>): Answer<'list'> {
  return 'refused' in answer ? answer : withJsonText(answer, () => `{"done":${jsonTextOf(answer.done)}}`);
}

function handlersOf(backend: ClusterBackend): Handlers {
  const lists = new OpenLists();
  const as = ({ user, userAgent, correlationId }: Question<Verb>) => backend.as({ user, userAgent }, correlationId);
  return {
    get: (message) => as(message).get(message.resource, message.name),
    read: (message) => as(message).read(message.resource, message.path),
    list: async (message) => {
      if (message.page !== undefined) return lists.next(message.page);
      return lists.first(message.correlationId, await as(message).list(message.resource, message.list));
    },
    log: async (message) => withinOnePage(await as(message).readLog(message.resource, message.after)),
    create: async (message) => withoutOwners(await as(message).create(message.resource, message.object, message.options)),
    update: async (message) => withoutOwners(await as(message).update(message.resource, message.object, message.options)),
    patch: async (message) => withoutOwners(await as(message).patch(message.resource, message.name, message.patch, message.options)),
    delete: async (message) => {
      await as(message).delete(message.resource, message.name, message.deletion, message.options);
      return null;
    },
  };
}

/** Managed fields are a third of an answer, and no component reads them. */
function withoutOwners(object: KubeObject): KubeObject {
  if (object.metadata?.managedFields === undefined) return object;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

// The reader continues after the page's last event, until `head`.
function withinOnePage(page: LogPage): LogPage {
  const count = countThatFits(page.events, { start: 0, bytesMax: PAGE_BYTES_MAX, bytesOf: jsonBytes });
  return count === page.events.length ? page : { ...page, events: page.events.slice(0, count) };
}
