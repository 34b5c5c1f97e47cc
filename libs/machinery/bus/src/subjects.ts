import type { WireFrame } from './session-frame.ts';

/**
 * Subject of messages with a `Message` as body, and an `Answer` as reply: `void` for messages without a reply. Created only by functions of
 * this file. A `Subject` without types is any subject: comparable and printable, but without a valid message.
 */
export type Subject<Message = never, Answer = unknown> = string & { readonly __subject: (message: Message) => Answer };

/**
 * Subject without its cluster, with `*` in place of a node or an address range: `api.get`, `node.*.logs`. Types as in {@link Subject}.
 * Only {@link routes} makes routes.
 */
export type Route<Message, Answer> = string & { readonly __route: (message: Message) => Answer };

/** Constructors of routes. The packages of the messages name them. */
export const routes = {
  /** Requests to the api-server. */
  api: <Question, Answer>(verb: string) => `api.${verb}` as Route<Question, Answer>,
  /** Requests to the agent of a node. */
  node: <Question, Answer>(verb: NodeVerb) => `node.*.${verb}` as Route<Question, Answer>,
  /** Messages to pods in an address range (`10.244.3`), served by their agent. */
  pods: <Message, Answer>(verb: PodVerb) => `pods.*.${verb}` as Route<Message, Answer>,
  /** Events of the log; see {@link Subjects.log}. */
  log: <Message>() => 'log' as Route<Message, void>,
  /** Heads of the log by kind, which reveal lost last hints. */
  heads: <Message>() => 'heads' as Route<Message, void>,
  /** Requests for heads, from reconnected readers. */
  headsWanted: 'heads-wanted' as Route<null, void>,
  /** Notices about the answering api-server process, so that requests to an earlier one need not time out. */
  server: <Message>() => 'server' as Route<Message, void>,
  /** Requests to the clock. */
  clock: <Question, Answer>(verb: ClockVerb) => `clock.${verb}` as Route<Question, Answer>,
};

/** Verb of a request to the agent of a node. */
export type NodeVerb = 'logs' | 'exec' | 'attach' | 'portforward' | 'stats';

/** Verb of a request to the clock. */
export type ClockVerb = 'ask' | 'settle';

/** Verb of a message to a pod. */
export type PodVerb = 'connect' | 'datagram' | 'echo';

/** Subjects of one cluster. No other file spells a subject, and no code parses one. */
export interface Subjects {
  /** Returns the subject of a route. `place` replaces `*`: node or address range, whose dots become `_`. */
  at<Message, Answer>(route: Route<Message, Answer>, place?: string): Subject<Message, Answer>;
  /** Subject of one event. `core` stands for the empty group, `_` for no namespace; dots become `_`. */
  log<Message>(
    route: Route<Message, void>,
    event: { group: string; resource: string; namespace: string; type: string },
  ): Subject<Message, void>;
  /** Events of one resource. */
  logOf<Message>(route: Route<Message, void>, resource: { group: string; resource: string }): Subject<Message, void>;
  /** End of the session `id`, between api-server and agent, or between two agents. A reply counts the bytes that the end has used. */
  session(id: string, end: SessionSide): Subject<WireFrame, number>;
  /** Subjects of the session `id`, for its end on one side. */
  sessionEnds(id: string, side: SessionSide): SessionEnds;
  /** Patterns of these subjects, for permissions. */
  readonly patterns: SubjectPatterns;
  /** Clock messages, sent beside the Bus: see ControlChannel. */
  readonly clock: ClockSubjects;
}

/** Position of a session's end: the process that opens it is the client. */
export type SessionSide = 'client' | 'agent';

/** Subject of an end of a session, and that of the other end. */
export interface SessionEnds {
  readonly own: Subject<WireFrame, number>;
  readonly peer: Subject<WireFrame, number>;
}

/** Subjects of the clock protocol (`@klockwork/lockstep`). */
export interface ClockSubjects {
  /** Members to coordinator. */
  readonly report: Subject;
  /** Coordinator to all members. */
  readonly tick: Subject;
  /** Members to members, on clustered servers. */
  readonly marker: Subject;
  /**
   * Coordinator to one process, the only subscriber: a server thus answers for dead processes. `incarnation`: process name, colon, and a
   * unique part per start.
   */
  to(incarnation: string): Subject;
}

/** Patterns for groups of subjects: `*` is one token, `>` the rest. */
export interface SubjectPatterns {
  /** All events. */
  readonly log: string;
  /** All requests to the api-server. */
  readonly api: string;
  /** All requests to any node, and to the node `name`. */
  readonly nodes: string;
  node(name: string): string;
  /** All traffic to pods, and to pods of an address range. */
  readonly pods: string;
  podsOf(range: string): string;
  readonly sessions: string;
  /** Clock messages to one process: common prefix, and subject of process `name`. */
  readonly clockTo: string;
  clockToProcess(name: string): string;
}

/** Returns the subjects of the cluster named `cluster`. */
export function subjectsOf(cluster: string): Subjects {
  const prefix = `klockwork.${token(cluster)}.`;
  const subject = <Message, Answer>(...tokens: string[]) => (prefix + tokens.join('.')) as Subject<Message, Answer>;
  const session = (id: string, side: SessionSide): Subject<WireFrame, number> => subject('session', token(id), side);
  return {
    at: (route, place = '') => subject(...route.split('.').map((part) => (part === '*' ? token(place) : part))),
    log: (route, { group, resource, namespace, type }) => subject(route, groupToken(group), token(resource), token(namespace), token(type)),
    logOf: (route, { group, resource }) => subject(route, groupToken(group), token(resource), '>'),
    session,
    sessionEnds: (id, side) => ({ own: session(id, side), peer: session(id, side === 'client' ? 'agent' : 'client') }),
    patterns: {
      log: subject('log', '>'),
      api: subject('api', '>'),
      nodes: subject('node', '>'),
      node: (name) => subject('node', token(name), '*'),
      pods: subject('pods', '>'),
      podsOf: (range) => subject('pods', token(range), '*'),
      sessions: subject('session', '>'),
      clockTo: subject('clock', 'to', '>'),
      clockToProcess: (name) => subject('clock', 'to', token(name), '*'),
    },
    clock: {
      report: subject('clock', 'report'),
      tick: subject('clock', 'tick'),
      marker: subject('clock', 'marker'),
      to: (incarnation) => subject('clock', 'to', ...incarnation.split(':').map(token)),
    },
  };
}

function groupToken(group: string): string {
  return group === '' ? 'core' : token(group);
}

// A token must be non-empty, without `.`, `*`, `>` and white space.
function token(text: string): string {
  return text === '' ? '_' : text.replace(/[.*>\s]/g, '_');
}
