import type { Body, Bus, Envelope, Subjects, Subscription } from '@klockwork/bus';
import type { Actor } from '@klockwork/event-store';
import { ApiError } from '@klockwork/kernel';
import type { ClusterApi, LogPage } from './cluster-api.ts';
import { countThatFits } from './json-size.ts';
import { type Answer, type Answered, API_SERVER_QUEUE, type Question, VERBS, type Verb } from './messages.ts';
import { OpenLists, PAGE_BYTES_MAX } from './open-lists.ts';

/** The api-server as the bus sees it: the API on behalf of an actor, as part of a request. */
export interface ClusterBackend {
  as(actor: Actor, correlationId: string): Omit<ClusterApi, 'watch'>;
}

type Handlers = { readonly [V in Verb]: (question: Question<V>) => Promise<Answered[V]> };

/**
 * Answers the cluster's components on the bus, in the queue group `api-server`. Refusals (ApiError) cross as their Status;
 * any other error is a bug and becomes the bus's `refused`.
 */
export function serveClusterApi(options: { bus: Bus; subjects: Subjects; backend: ClusterBackend }): Subscription {
  const handlers = handlersOf(options.backend);
  const serve = <V extends Verb>(verb: V) =>
    options.bus.serve(options.subjects.api(verb), (message) => answer(handlers[verb], message), { queue: API_SERVER_QUEUE });
  const served = VERBS.map((verb) => serve(verb));
  return {
    stop() {
      for (const subscription of served) subscription.stop();
    },
  };
}

async function answer<V extends Verb>(handler: Handlers[V], message: Envelope<Body>): Promise<Body> {
  return (await attempt(handler, message.body as unknown as Question<V>)) as unknown as Body;
}

async function attempt<V extends Verb>(handler: Handlers[V], question: Question<V>): Promise<Answer<V>> {
  try {
    return { done: await handler(question) };
  } catch (error) {
    if (error instanceof ApiError) return { refused: error.status };
    throw error;
  }
}

function handlersOf(backend: ClusterBackend): Handlers {
  const lists = new OpenLists();
  const as = ({ user, userAgent, correlationId }: Question<Verb>) => backend.as({ user, userAgent }, correlationId);
  return {
    get: (asked) => as(asked).get(asked.resource, asked.name),
    list: async (asked) => {
      if (asked.page !== undefined) return lists.next(asked.page);
      return lists.first(asked.correlationId, await as(asked).list(asked.resource, asked.list));
    },
    log: async (asked) => withinOnePage(await as(asked).readLog(asked.resource, asked.after)),
    create: (asked) => as(asked).create(asked.resource, asked.object, asked.options),
    update: (asked) => as(asked).update(asked.resource, asked.object, asked.options),
    patch: (asked) => as(asked).patch(asked.resource, asked.name, asked.patch, asked.options),
    delete: async (asked) => {
      await as(asked).delete(asked.resource, asked.name, asked.deletion, asked.options);
      return null;
    },
  };
}

// The reader goes on from the last event it got until it has reached `head`.
function withinOnePage(page: LogPage): LogPage {
  const count = countThatFits(page.events, 0, PAGE_BYTES_MAX);
  return count === page.events.length ? page : { ...page, events: page.events.slice(0, count) };
}
