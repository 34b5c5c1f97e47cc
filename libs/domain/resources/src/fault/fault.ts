import type { KubeObject } from '../object.ts';

/** Finalizer of each Fault: a deletion ends the effects first. */
export const FAULT_FINALIZER = 'klockwork.dev/fault';

/** Requests that a fault of the API affects. Empty lists match all; `*` in a name matches any text. */
export interface FaultRequests {
  verbs?: string[];
  /** `pods`, `deployments.apps` */
  resources?: string[];
  users?: string[];
  userAgents?: string[];
}

/** Nodes that a fault affects: names, in which `*` matches any text, or labels. */
export interface FaultNodes {
  nodes?: string[];
  nodeSelector?: Record<string, string>;
}

/** Answers of failing requests. */
export type FaultApiError = 'TooManyRequests' | 'InternalError' | 'Conflict' | 'Timeout';

/** Answers an error instead of the request's own answer. */
export interface ApiErrorsFault extends FaultRequests {
  error?: FaultApiError;
  /** Share of failing requests. */
  percent?: number;
}

/** Delays requests. */
export interface ApiLatencyFault extends FaultRequests {
  /** Go duration. */
  delay?: string;
  percent?: number;
}

/** Fails image pulls. */
export interface ImagePullFailureFault extends FaultNodes {
  /** Images as in pods: `nginx:*`. */
  images?: string[];
}

/** Kills containers once, with SIGKILL. */
export interface ContainerCrashFault {
  namespace?: string;
  podSelector?: Record<string, string>;
  /** Container name; absent: all. */
  container?: string;
}

/** Moves the wall clock of nodes. */
export interface ClockSkewFault extends FaultNodes {
  /** Go duration, ahead of lab time; negative: behind. */
  offset?: string;
}

/** Throttles the processors of nodes. */
export interface CpuBrownoutFault extends FaultNodes {
  /** Share that is left. */
  percent?: number;
}

/** Slows the disk of nodes, or that of the log. */
export interface SlowDiskFault extends FaultNodes {
  /** `api-server` for the log. */
  processes?: string[];
  /** Go duration. */
  delay?: string;
}

/** Lab processes whose messages a fault affects: names of the control plane and of nodes, in which `*` matches any text. */
export interface BusFault {
  components?: string[];
  /** Share of affected messages. */
  percent?: number;
}

/** Delays messages. */
export interface BusDelayFault extends BusFault {
  /** Go duration; with reordering the longest one. */
  delay?: string;
}

/** Cuts messages between two sides, each of names of the control plane and of nodes, in which `*` matches any text. */
export interface PartitionFault {
  from?: string[];
  to?: string[];
  /** `FromTo` cuts one direction. */
  direction?: 'Both' | 'FromTo';
  /** `Pods` cuts the network between pods of different nodes only. */
  traffic?: 'All' | 'Pods';
}

/** Answers reads of clients from the past. */
export interface StaleReadsFault extends Omit<FaultRequests, 'verbs'> {
  /** Go duration behind the present; absent: the state at the start of the fault. */
  lag?: string;
}

/** Kills processes of the control plane once, with SIGKILL. */
export interface ProcessKillFault {
  processes?: string[];
}

/** Type of a fault; the member of the same name holds its settings. */
export type FaultType = keyof typeof FAULT_MEMBERS;

/** Member of the spec by type. */
export const FAULT_MEMBERS = {
  AgentFrozen: 'agentFrozen',
  ApiErrors: 'apiErrors',
  ApiLatency: 'apiLatency',
  BusDelay: 'busDelay',
  BusDuplication: 'busDuplication',
  BusLoss: 'busLoss',
  BusReordering: 'busReordering',
  ClockSkew: 'clockSkew',
  ContainerCrash: 'containerCrash',
  CpuBrownout: 'cpuBrownout',
  ImagePullFailure: 'imagePullFailure',
  NodePowerLoss: 'nodePowerLoss',
  Partition: 'partition',
  ProcessKill: 'processKill',
  SlowDisk: 'slowDisk',
  StaleReads: 'staleReads',
} as const;

/** Settings of a {@link Fault}: a union with the discriminator `type`. */
export interface FaultSpec {
  type?: FaultType;
  /** Lab time until the end of the fault, as a Go duration. */
  duration?: string;
  /** Lab time from the creation to the start, as a Go duration. */
  after?: string;
  /** Seed of the draws. */
  seed?: number;
  agentFrozen?: FaultNodes;
  apiErrors?: ApiErrorsFault;
  apiLatency?: ApiLatencyFault;
  busDelay?: BusDelayFault;
  busDuplication?: BusFault;
  busLoss?: BusFault;
  busReordering?: BusDelayFault;
  clockSkew?: ClockSkewFault;
  containerCrash?: ContainerCrashFault;
  cpuBrownout?: CpuBrownoutFault;
  imagePullFailure?: ImagePullFailureFault;
  nodePowerLoss?: FaultNodes;
  partition?: PartitionFault;
  processKill?: ProcessKillFault;
  slowDisk?: SlowDiskFault;
  staleReads?: StaleReadsFault;
}

/** Report of a process that applies the fault. */
export interface FaultReport {
  state: 'Injected' | 'Recovered' | 'Refused';
  /** Number of affected things. */
  touched?: number;
  /** Affected names, the first ones: `pods/default/web`. */
  names?: string[];
  message?: string;
}

/** Phase of a {@link Fault}. */
export type FaultPhase = 'Pending' | 'Active' | 'Recovering' | 'Recovered';

/** Condition of a {@link Fault}: Injected or Recovered. */
export interface FaultCondition {
  type: string;
  status: 'True' | 'False';
  reason: string;
  message: string;
  lastTransitionTime: string;
}

/** Progress of a {@link Fault}. */
export interface FaultStatus {
  phase?: FaultPhase;
  /** RFC 3339 with milliseconds. */
  startTime?: string;
  endTime?: string;
  /** Affected nodes. */
  nodes?: string[];
  /** Reports by process. */
  reports?: Record<string, FaultReport>;
  conditions?: FaultCondition[];
}

/** Fault: a failure of the lab, for a duration of lab time. */
export interface Fault extends KubeObject {
  spec?: FaultSpec;
  status?: FaultStatus;
}

/** Returns true while the effects of the fault shall last. */
export function isFaultActive({ metadata, status }: Fault, now: number): boolean {
  const { startTime, endTime } = status ?? {};
  if (startTime === undefined || endTime === undefined || metadata?.deletionTimestamp !== undefined) return false;
  return Date.parse(startTime) <= now && now < Date.parse(endTime);
}

/** Returns the settings of the fault's type. */
export function faultMember<Type extends FaultType>({ spec }: Fault, type: Type): NonNullable<FaultSpec[(typeof FAULT_MEMBERS)[Type]]> {
  return spec?.[FAULT_MEMBERS[type]] ?? ({} as NonNullable<FaultSpec[(typeof FAULT_MEMBERS)[Type]]>);
}

/** Matches a name against patterns in which `*` is any text. An empty list matches every name. */
export function matchesAny(patterns: readonly string[] | undefined, name: string): boolean {
  return patterns === undefined || patterns.length === 0 || patterns.some((pattern) => matchesPattern(pattern, name));
}

function matchesPattern(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return pattern === name;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let from = first.length;
  for (const part of rest) {
    const at = name.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return from <= name.length - last.length;
}
