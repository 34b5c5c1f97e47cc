/** Subject, created only by functions of this file. */
export type Subject = string & { readonly __subject: true };

/**
 * Subject without its cluster, with `*` in place of a node: `api.get`, `node.*.logs`. Requests carry a `Question`; replies carry an
 * `Answer`, `void` for messages without a reply. Only {@link routes} makes routes.
 */
export type Route<Question, Answer> = string & { readonly __route: (question: Question) => Answer };

/** Constructors of routes. The packages of the questions name them. */
export const routes = {
  api: <Question, Answer>(verb: string) => `api.${verb}` as Route<Question, Answer>,
  node: <Question, Answer>(verb: NodeVerb) => `node.*.${verb}` as Route<Question, Answer>,
  headsWanted: 'heads-wanted' as Route<null, void>,
  clock: <Answer>() => 'clock.ask' as Route<unknown, Answer>,
};

/** Verb of a request to the agent of a node. */
export type NodeVerb = 'logs' | 'exec' | 'attach' | 'portforward' | 'stats';

/** Subjects of one cluster. No other file spells a subject, and no code parses one. */
export interface Subjects {
  /** Returns the subject of a route. Routes of nodes need `node`. */
  at(route: Route<never, unknown>, node?: string): Subject;
  /** Subject of one event. `core` stands for the empty group, `_` for no namespace; dots become `_`. */
  log(event: { group: string; resource: string; namespace: string; type: string }): Subject;
  /** Events of one resource. */
  logOf(resource: { group: string; resource: string }): Subject;
  /** All events. */
  readonly everyLog: Subject;
  /** Heads of the log by kind, which reveal lost last hints. */
  readonly heads: Subject;
  /** Requests for heads, from reconnected readers. */
  readonly headsWanted: Subject;
  /** Requests to the api-server. */
  api(verb: string): Subject;
  /** Requests to the agent of `node`. Dots in node names become `_`. */
  node(node: string, verb: NodeVerb): Subject;
  /** Requests to pods in an address range (`10.244.3`), served by their agent. */
  pods(range: string, verb: 'connect' | 'datagram' | 'echo'): Subject;
  /** End of the session `id`, between api-server and agent, or between two agents. */
  session(id: string, end: 'client' | 'agent'): Subject;
  /** Notices about the answering api-server process, so that requests to an earlier one need not time out. */
  readonly server: Subject;
  /** Patterns of these subjects, for permissions. */
  readonly patterns: SubjectPatterns;
  /** Clock messages, sent beside the Bus: see ControlChannel. */
  readonly clock: ClockSubjects;
}

/** Subjects of the clock protocol (`@klockwork/lockstep`), and of clock requests by the api-server. */
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
  /** Requests about the clock, over the Bus. */
  readonly ask: Subject;
}

/** Patterns for groups of subjects: `*` is one token, `>` the rest. */
export interface SubjectPatterns {
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
  const subject = (...tokens: string[]) => (prefix + tokens.join('.')) as Subject;
  return {
    at: (route, node = '') => subject(...route.split('.').map((part) => (part === '*' ? token(node) : part))),
    log: ({ group, resource, namespace, type }) => subject('log', groupToken(group), token(resource), token(namespace), token(type)),
    logOf: ({ group, resource }) => subject('log', groupToken(group), token(resource), '>'),
    everyLog: subject('log', '>'),
    heads: subject('heads'),
    headsWanted: subject('heads-wanted'),
    api: (verb) => subject('api', token(verb)),
    node: (node, verb) => subject('node', token(node), verb),
    pods: (range, verb) => subject('pods', token(range), verb),
    session: (id, end) => subject('session', token(id), end),
    server: subject('server'),
    patterns: {
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
      ask: subject('clock', 'ask'),
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
