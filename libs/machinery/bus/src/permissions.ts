import { subjectsOf } from './subjects.ts';

/** Role of a lab's process, which decides its permissions on the bus. */
export type BusRole =
  | { readonly role: 'api-server' | 'clock' | 'controller' }
  | { readonly role: 'agent'; readonly nodes: readonly AgentNode[] };

/** A node of an agent, the range of its pods' addresses (`10.244.3`), and its own address (`172.18.0.3`), at which host ports are reached. */
export interface AgentNode {
  readonly name: string;
  readonly podRange: string;
  readonly address: string;
}

/** Subjects that a user of the bus may publish to and subscribe to. Patterns: `*` is one token, `>` the rest. All else is denied. */
export interface BusPermissions {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/** A user of the bus: its name is also the name of its process, and of its inboxes. */
export interface BusUser {
  readonly user: string;
  readonly password: string;
  readonly permissions: BusPermissions;
}

/** Name under which the coordinator of the clock hears itself. */
export const COORDINATOR = 'coordinator';

/** Beginning of the subjects of replies to `user`. */
export function inboxPrefix(user: string): string {
  return `_INBOX.${user.replace(/[.*>\s]/g, '_')}`;
}

/**
 * Returns the subjects of a process in the cluster named `cluster`. Beside them, every user may answer each message that carries
 * a reply subject once: a process answers what it was asked, and nothing else. The api-server answers anywhere.
 */
export function permissionsOf(cluster: string, user: string, role: BusRole): BusPermissions {
  const all = subjectsOf(cluster);
  const { patterns, clock } = all;
  const asks = [patterns.api, all.headsWanted];
  const hears = [all.everyLog, all.heads, all.server, `${inboxPrefix(user)}.>`];
  const reports = [clock.report, clock.marker];
  const follows = [clock.tick, clock.marker, patterns.clockToProcess(user)];
  switch (role.role) {
    case 'api-server':
      return {
        publish: [all.everyLog, all.heads, all.server, patterns.nodes, patterns.sessions, clock.ask, ...asks, ...reports, '_INBOX.>'],
        subscribe: [patterns.api, all.headsWanted, patterns.sessions, ...hears, ...follows],
      };
    case 'clock':
      return {
        publish: [clock.tick, patterns.clockTo, ...asks],
        subscribe: [clock.report, clock.ask, patterns.clockToProcess(COORDINATOR), ...hears],
      };
    case 'controller':
      return { publish: [...asks, ...reports], subscribe: [...hears, ...follows] };
    case 'agent':
      return {
        publish: [patterns.pods, patterns.sessions, ...asks, ...reports],
        subscribe: [
          ...role.nodes.flatMap(({ name, podRange, address }) => [
            patterns.node(name),
            patterns.podsOf(podRange),
            patterns.podsOf(address),
          ]),
          patterns.sessions,
          ...hears,
          ...follows,
        ],
      };
  }
}
