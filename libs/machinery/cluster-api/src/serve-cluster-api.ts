import type { Body, Bus, Subjects, Subscription } from '@klockwork/bus';
import type { Actor, LogEvent } from '@klockwork/event-store';
import { ApiError } from '@klockwork/kernel';
import { AnsweredWrites } from './answered-writes.ts';
import type { ClusterApi, LogPage } from './cluster-api.ts';
import { countThatFits } from './json-size.ts';
import { type Answer, type Answered, API_SERVER_QUEUE, type Question, VERBS, type Verb } from './messages.ts';
import { OpenLists, PAGE_BYTES_MAX } from './open-lists.ts';

/** Api-server from the bus's view: the API on behalf of an actor, as part of a request. */
export interface ClusterBackend {
  as(actor: Actor, correlationId: string): Omit<ClusterApi, 'watch'>;
  /** Returns the event of a recent request to an earlier process; undefined without a write. */
  written(correlationId: string): Promise<LogEvent | undefined>;
}

type Handlers = { readonly [V in Verb]: (question: Question<V>) => Promise<Answered[V]> };

const READS: ReadonlySet<Verb> = new Set(['get', 'list', 'log']);

/**
 * Serves the cluster's components on the bus, in the queue group `api-server`. ApiErrors travel as Status; any other error is a bug and
 * becomes the bus's `refused`. Repeated writes are not executed again.
 */
export function serveClusterApi(options: { bus: Bus; subjects: Subjects; backend: ClusterBackend }): Subscription {
  const handlers = handlersOf(options.backend);
  const writes = new AnsweredWrites<Body>();
  const answer = <V extends Verb>(verb: V, question: Question<V>): Promise<Body> => {
    if (READS.has(verb)) return attempt(handlers[verb], question);
    return writes.once(question.correlationId, async () => (await before(verb, question)) ?? attempt(handlers[verb], question));
  };
  /** Returns an earlier process's write for this request. */
  const before = async <V extends Verb>(verb: V, { again, correlationId }: Question<V>): Promise<Body | undefined> => {
    const event = again && (await options.backend.written(correlationId));
    return event && ({ done: verb === 'delete' ? null : event.object } as unknown as Body);
  };
  const serve = (verb: Verb) =>
    options.bus.serve(options.subjects.api(verb), ({ body }) => answer(verb, body as unknown as Question<Verb>), {
      queue: API_SERVER_QUEUE,
    });
  const served = VERBS.map((verb) => serve(verb));
  return {
    stop() {
      for (const subscription of served) subscription.stop();
    },
  };
}

async function attempt<V extends Verb>(handler: Handlers[V], question: Question<V>): Promise<Body> {
  let answer: Answer<V>;
  try {
    answer = { done: await handler(question) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    answer = { refused: error.status };
  }
  return answer as unknown as Body;
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

// The reader continues after the page's last event, until `head`.
function withinOnePage(page: LogPage): LogPage {
  const count = countThatFits(page.events, 0, PAGE_BYTES_MAX);
  return count === page.events.length ? page : { ...page, events: page.events.slice(0, count) };
}
