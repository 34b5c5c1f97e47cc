import { routes, subjectsOf } from './subjects.ts';

/** Role of a process, which determines its bus permissions. */
export type BusRole =
  | { readonly type: 'api-server' | 'clock' | 'controller' }
  | { readonly type: 'agent'; readonly nodes: readonly AgentNode[] };

/** Node of an agent, with the range of its pod addresses (`10.244.3`) and its own address (`172.18.0.3`) for host ports. */
export interface AgentNode {
  readonly name: string;
  readonly podRange: string;
  readonly address: string;
}

/** Subjects that a user may publish and subscribe to. Patterns: `*` is one token, `>` the rest. All others are denied. */
export interface BusPermissions {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/** User of the bus; its name is also that of its process and inboxes. */
export interface BusUser {
  readonly user: string;
  readonly password: string;
  readonly permissions: BusPermissions;
}

/** Name of the coordinator's own inbox on the clock channel. */
export const COORDINATOR = 'coordinator';

/** Returns the prefix of reply subjects for `user`. */
export function inboxPrefix(user: string): string {
  return `_INBOX.${user.replace(/[.*>\s]/g, '_')}`;
}

/**
 * Returns the permitted subjects of a process in the cluster `cluster`. In addition, every user may reply once to each message with a reply
 * subject. The api-server may publish to any inbox.
 */
export function permissionsOf(cluster: string, user: string, role: BusRole): BusPermissions {
  const { at, patterns, clock } = subjectsOf(cluster);
  const headsWanted = at(routes.headsWanted);
  const clockQuestions = [at(routes.clock('ask')), at(routes.clock('settle'))];
  const asks = [patterns.api, headsWanted];
  const announces = [patterns.log, at(routes.heads()), at(routes.server())];
  const hears = [...announces, `${inboxPrefix(user)}.>`];
  const reports = [clock.report, clock.marker];
  const follows = [clock.tick, clock.marker, patterns.clockToProcess(user)];
  switch (role.type) {
    case 'api-server':
      return {
        publish: [...announces, patterns.nodes, patterns.sessions, ...clockQuestions, ...asks, ...reports, '_INBOX.>'],
        subscribe: [patterns.api, headsWanted, patterns.sessions, ...hears, ...follows],
      };
    case 'clock':
      return {
        publish: [clock.tick, patterns.clockTo, ...asks],
        subscribe: [clock.report, ...clockQuestions, patterns.clockToProcess(COORDINATOR), ...hears],
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
