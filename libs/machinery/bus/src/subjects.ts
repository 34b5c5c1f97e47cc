/** A subject, made only by the functions in this file. */
export type Subject = string & { readonly __subject: true };

/** The subjects of one cluster. No other file spells a subject, and no code parses one. */
export interface Subjects {
  /** One event of the log. `core` stands for the empty group, `_` for no namespace, dots become `_`. */
  log(event: { group: string; resource: string; namespace: string; type: string }): Subject;
  /** All events of a resource. */
  logOf(resource: { group: string; resource: string }): Subject;
  /** All events. */
  readonly everyLog: Subject;
  /** The heads of the log by kind, so that a reader that missed the last message of a kind learns of it. */
  readonly heads: Subject;
  /** Who was cut off and may have missed heads asks for them. */
  readonly headsWanted: Subject;
  /** Questions to the api-server. */
  api(verb: string): Subject;
  /** Questions to the agent that runs `node`. Node names may hold dots, which become `_`. */
  node(node: string, verb: 'logs' | 'exec' | 'attach' | 'portforward' | 'probe' | 'stats'): Subject;
  /** What the pods of a range of addresses (`10.244.3`) are reached by: questions to the agent that has them. */
  pods(range: string, verb: 'connect' | 'datagram' | 'echo'): Subject;
  /** One end of the session `id`, between the api-server and an agent or between two agents. */
  session(id: string, end: 'client' | 'agent'): Subject;
  /** Says which api-server process answers, so that who asked another need not wait for an answer. */
  readonly server: Subject;
  /** Patterns of the subjects above, for permissions. */
  readonly patterns: SubjectPatterns;
  /** The clock's own traffic, which never goes through the Bus but beside it: see ControlChannel. */
  readonly clock: ClockSubjects;
}

/** Subjects of the clock's protocol (`@klockwork/lockstep`), and the one on which the coordinator answers the api-server. */
export interface ClockSubjects {
  /** Members to the coordinator. */
  readonly report: Subject;
  /** The coordinator to all members. */
  readonly tick: Subject;
  /** Members to members, on a cluster of servers. */
  readonly marker: Subject;
  /**
   * The coordinator to one process; nobody else listens, so a server answers for the dead. `incarnation`: the name of the process, a
   * colon, and a part that is another at each start.
   */
  to(incarnation: string): Subject;
  /** Questions about the clock, over the Bus. */
  readonly ask: Subject;
}

/** Patterns over all subjects of a sort: `*` stands for one token, `>` for the rest. */
export interface SubjectPatterns {
  /** Every question to the api-server. */
  readonly api: string;
  /** Every question to any node, and to the node `name`. */
  readonly nodes: string;
  node(name: string): string;
  /** Everything that is sent to pods, and to those of a range of addresses. */
  readonly pods: string;
  podsOf(range: string): string;
  readonly sessions: string;
  /** Messages of the clock to one process: the prefix of all, and the subject of process `name`. */
  readonly clockTo: string;
  clockToProcess(name: string): string;
}

/** Subjects of the cluster named `cluster`. */
export function subjectsOf(cluster: string): Subjects {
  const prefix = `klockwork.${token(cluster)}.`;
  const subject = (...tokens: string[]) => (prefix + tokens.join('.')) as Subject;
  return {
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

// A token must not be empty nor hold `.`, `*`, `>` or white space.
function token(text: string): string {
  return text === '' ? '_' : text.replace(/[.*>\s]/g, '_');
}
