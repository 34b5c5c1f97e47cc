import { parseDuration } from '@klockwork/api-machinery';
import { type BusFaults, type BusMessage, type Route, type Subject, subjectMatches } from '@klockwork/bus';
import { API_ROUTES } from '@klockwork/cluster-api';
import { SeededRandom } from '@klockwork/kernel';
import { placeOf } from '@klockwork/networking';
import { type BusDelayFault, type BusFault, CONTROL_PLANE, type Fault, faultMember, matchesAny, missingTarget } from '@klockwork/resources';
import type { FaultyConnection } from '../component.ts';
import type { FaultInjection, FaultInjectors } from './fault-actor.ts';

const API_SERVER = 'api-server';
const { create, update, patch, delete: remove } = API_ROUTES;
const WRITES = [create, update, patch, remove];
/** Max names that an injection remembers. */
const NAMES_MAX = 10;

/** Other end of a message. */
interface Peer {
  /** `api-server`, `node-2` */
  readonly name: string;
  /** True for the network of pods. */
  readonly isPods: boolean;
}

/** Faults of a message by its other end, which is undefined if unknown; `direction` is that of the message, or of the request. */
type Selection = (peer: Peer | undefined, direction: BusMessage['direction']) => Partial<BusFaults> | undefined;

/** Returns the injectors of a process for faults of its bus; `names` are those of the process. */
export function busInjectors(connection: FaultyConnection, names: readonly string[]): FaultInjectors {
  const isOwn = (patterns: readonly string[]) => names.some((name) => matchesAny(patterns, name));
  const ofComponents = (
    fault: Fault,
    { components = [] }: BusFault,
    faults: () => Partial<BusFaults> | undefined,
  ): FaultInjection | undefined => {
    const isTarget = isOwn(components);
    const reaches = [API_SERVER, ...(fault.status?.nodes ?? [])].some((name) => matchesAny(components, name));
    if (names.length === 0 || missingTarget(fault) !== undefined || !(isTarget || reaches)) return undefined;
    return inject(connection, fault, (peer) => (isTarget || (peer && matchesAny(components, peer.name)) ? faults() : undefined));
  };
  return {
    ...(names.includes(API_SERVER) && { AgentFrozen: (fault: Fault) => silenceAgents(connection, fault) }),
    BusDelay(fault) {
      const member = faultMember(fault, 'BusDelay');
      return ofComponents(
        fault,
        member,
        drawnDelay(fault, member, (ms) => ({ min: ms, max: ms })),
      );
    },
    BusDuplication(fault) {
      const member = faultMember(fault, 'BusDuplication');
      return ofComponents(fault, member, () => ({ duplicate: shareOf(member) }));
    },
    BusLoss(fault) {
      const member = faultMember(fault, 'BusLoss');
      const share = shareOf(member);
      return ofComponents(fault, member, () => ({ drop: share, dropRequest: share, dropReply: share }));
    },
    BusReordering(fault) {
      const member = faultMember(fault, 'BusReordering');
      return ofComponents(
        fault,
        member,
        drawnDelay(fault, member, (ms) => ({ min: 0, max: ms })),
      );
    },
    Partition: (fault) => partition(connection, names, fault),
    SlowDisk: (fault) => (names.length === 0 ? undefined : slowWrites(connection, fault)),
  };
}

/** Cuts messages to and from the other side of a partition. */
function partition(connection: FaultyConnection, names: readonly string[], fault: Fault): FaultInjection | undefined {
  const { from = [], to = [], direction = 'Both', traffic = 'All' } = faultMember(fault, 'Partition');
  const [isFrom, isTo] = [from, to].map((side) => names.some((name) => matchesAny(side, name)));
  if (missingTarget(fault) !== undefined || !(isFrom || isTo)) return undefined;
  const isBoth = direction === 'Both';
  return inject(connection, fault, (peer, way) => {
    if (peer === undefined || names.includes(peer.name) || (traffic === 'Pods' && !peer.isPods)) return undefined;
    const [peerFrom, peerTo] = [matchesAny(from, peer.name), matchesAny(to, peer.name)];
    const isCutOut = (isFrom && peerTo) || (isBoth && isTo && peerFrom);
    const isCutIn = (isTo && peerFrom) || (isBoth && isFrom && peerTo);
    if (!isCutOut && !isCutIn) return undefined;
    const isDropped = way === 'out' ? isCutOut : isCutIn;
    return { drop: isDropped ? 1 : 0, dropRequest: isCutOut ? 1 : 0, dropReply: isCutIn ? 1 : 0 };
  });
}

/** Delays writes to the log. Request and reply take half of the delay each. */
function slowWrites({ bus, subjects }: FaultyConnection, fault: Fault): FaultInjection | undefined {
  const { processes = [], delay = '0s' } = faultMember(fault, 'SlowDisk');
  if (!processes.includes(API_SERVER)) return undefined;
  const duration = parseDuration(delay);
  const halfMs = Math.ceil(('ms' in duration ? duration.ms : 0) / 2);
  const writes: readonly string[] = WRITES.map((route) => subjects.at(route as Route<never, unknown>));
  let touched = 0;
  const end = bus.add({
    faultsOf: ({ subject }) => (writes.includes(subject) ? { delayMs: { min: halfMs, max: halfMs } } : undefined),
    random: new SeededRandom(1),
    touched() {
      touched += 1;
    },
  });
  return { evidence: () => ({ touched, names: touched === 0 ? [] : [API_SERVER] }), end };
}

/** Loses requests to agents that hang. The agents report the fault. */
function silenceAgents({ bus, subjects }: FaultyConnection, { status }: Fault): FaultInjection {
  const patterns = (status?.nodes ?? []).map((node) => subjects.patterns.node(node));
  const isAffected = ({ subject }: BusMessage) => patterns.some((pattern) => subjectMatches(pattern, subject));
  const faultsOf = (message: BusMessage) => (isAffected(message) ? { dropRequest: 1 } : undefined);
  return { evidence: () => undefined, end: bus.add({ faultsOf, random: new SeededRandom(1), touched: () => {} }) };
}

function inject({ bus, subjects }: FaultyConnection, fault: Fault, selection: Selection): FaultInjection {
  const peerOf = peers(subjects.patterns, fault.status?.nodes ?? []);
  const touched = { count: 0, names: new Set<string>() };
  const end = bus.add({
    faultsOf: (message) => selection(peerOf(message), message.direction),
    random: new SeededRandom(fault.spec?.seed ?? 1),
    touched(message) {
      touched.count += 1;
      const name = peerOf(message)?.name;
      if (name !== undefined && touched.names.size < NAMES_MAX) touched.names.add(CONTROL_PLANE.includes(name) ? name : `nodes/${name}`);
    },
  });
  return { evidence: () => ({ touched: touched.count, names: [...touched.names].sort() }), end };
}

/** Returns a function for the other end of a message. A node's messages to pods are affected at their sender. */
function peers({ api, node, podsOf }: FaultyConnection['subjects']['patterns'], nodes: readonly string[]) {
  const receivers = nodes.map((name) => ({ name, pods: podsOf(rangeOf(name)), address: podsOf(placeOf(name).hostIP), agent: node(name) }));
  const receiverOf = (subject: Subject): Peer | undefined => {
    if (subjectMatches(api, subject)) return { name: API_SERVER, isPods: false };
    for (const { name, pods, address, agent } of receivers) {
      if (subjectMatches(pods, subject) || subjectMatches(address, subject)) return { name, isPods: true };
      if (subjectMatches(agent, subject)) return { name, isPods: false };
    }
    return undefined;
  };
  return ({ direction, from = '', subject }: BusMessage): Peer | undefined => {
    if (direction === 'out') return receiverOf(subject);
    return CONTROL_PLANE.includes(from) ? { name: from, isPods: false } : undefined;
  };
}

function rangeOf(node: string): string {
  return placeOf(node).podCidr.split('.').slice(0, 3).join('.');
}

function shareOf({ percent = 100 }: BusFault): number {
  return percent / 100;
}

/** Returns a function that draws whether a message is delayed. */
function drawnDelay(
  { spec }: Fault,
  { delay = '0s', percent = 100 }: BusDelayFault,
  range: (ms: number) => BusFaults['delayMs'],
): () => Partial<BusFaults> | undefined {
  const duration = parseDuration(delay);
  const faults = { delayMs: range('ms' in duration ? duration.ms : 0) };
  const random = new SeededRandom(spec?.seed ?? 1).fork('share');
  return () => (percent >= 100 || random.next() * 100 < percent ? faults : undefined);
}
