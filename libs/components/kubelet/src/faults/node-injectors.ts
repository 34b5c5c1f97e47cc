import { parseDuration } from '@klockwork/api-machinery';
import type { FaultInjection, FaultInjectors } from '@klockwork/controller-runtime';
import { type Logger, logFailure } from '@klockwork/kernel';
import type { Pod } from '@klockwork/kubernetes-types';
import type { ContainerRuntime } from '@klockwork/pod-lifecycle';
import { type ContainerCrashFault, type Fault, faultMember, matchesAny } from '@klockwork/resources';
import { containerLimits } from '../container-limits.ts';
import type { AgentPause } from './agent-pause.ts';
import type { PullFaults } from './pull-faults.ts';
import type { RuntimeFaults, SlowCall } from './runtime-faults.ts';
import type { WallClock } from './wall-clock.ts';

/** Processor time to start a process, or to answer a probe, in ms. */
const PROCESS_CPU_MS = 50;

/** Node of the process, for faults. */
export interface FaultyNode {
  readonly name: string;
  readonly runtime: ContainerRuntime;
  readonly pullFaults: PullFaults;
  readonly pause: AgentPause;
  readonly wallClock: WallClock;
  readonly runtimeFaults: RuntimeFaults;
  activePods(): readonly Pod[];
}

/** Returns the injectors of a kubelet process; `reporter` is its name in reports. */
export function nodeInjectors(nodes: readonly FaultyNode[], reporter: string, logger: Logger): FaultInjectors {
  const targets = ({ status }: Fault) => nodes.filter(({ name }) => status?.nodes?.includes(name));
  return {
    AgentFrozen: (fault) =>
      injectOn(
        targets(fault),
        targets(fault).map(({ pause }) => pause.begin()),
      ),
    CpuBrownout: (fault) => throttleProcessors(fault, targets(fault)),
    SlowDisk: (fault) => slowCalls(targets(fault), ['pullImage', 'createContainer'], msOf(faultMember(fault, 'SlowDisk').delay)),
    ImagePullFailure: (fault) => failPulls(fault, targets(fault)),
    ClockSkew(fault) {
      const offsetMs = msOf(faultMember(fault, 'ClockSkew').offset);
      return injectOn(
        targets(fault),
        targets(fault).map(({ wallClock }) => wallClock.move(offsetMs)),
      );
    },
    ContainerCrash: (fault) => crashContainers(fault, nodes, { reporter, logger }),
  };
}

/** Returns the injection on nodes; undefined without nodes. */
function injectOn(nodes: readonly FaultyNode[], ends: readonly (() => void)[]): FaultInjection | undefined {
  if (nodes.length === 0) return undefined;
  return {
    evidence: () => ({ touched: nodes.length, names: nodes.map(({ name }) => `nodes/${name}`) }),
    end() {
      for (const end of ends) end();
    },
  };
}

/** Delays calls of the runtimes of nodes. */
function slowCalls(nodes: readonly FaultyNode[], calls: readonly SlowCall[], delayMs: number): FaultInjection | undefined {
  if (nodes.length === 0) return undefined;
  let touched = 0;
  const names = new Set<string>();
  const ends = nodes.map(({ name, runtimeFaults }) =>
    runtimeFaults.slow({
      calls,
      delayMs,
      touched() {
        touched += 1;
        names.add(`nodes/${name}`);
      },
    }),
  );
  return {
    evidence: () => ({ touched, names: [...names].sort() }),
    end() {
      for (const end of ends) end();
    },
  };
}

/** Throttles running and new containers of nodes, and delays starts of processes and answers to probes. */
function throttleProcessors(fault: Fault, nodes: readonly FaultyNode[]): FaultInjection | undefined {
  const { percent = 100 } = faultMember(fault, 'CpuBrownout');
  const slow = slowCalls(nodes, ['startContainer', 'exec', 'reach'], Math.round(PROCESS_CPU_MS * (100 / percent - 1)));
  if (slow === undefined) return undefined;
  const ends = nodes.map(({ runtimeFaults }) => runtimeFaults.throttle(percent));
  for (const node of nodes) updateLimits(node);
  return {
    evidence: () => slow.evidence(),
    end() {
      slow.end();
      for (const end of ends) end();
      for (const node of nodes) updateLimits(node);
    },
  };
}

/** Applies the present limits to the running containers of a node. */
function updateLimits(node: FaultyNode): void {
  const pods = new Map(node.activePods().map((pod) => [pod.metadata?.uid, pod]));
  for (const { id, podUid, name } of node.runtime.stats()) {
    const container = [...(pods.get(podUid)?.spec?.initContainers ?? []), ...(pods.get(podUid)?.spec?.containers ?? [])].find(
      (candidate) => candidate.name === name,
    );
    if (container !== undefined) node.runtime.updateContainer(id, containerLimits(container));
  }
}

/** Fails pulls of matching images on these nodes. */
function failPulls(fault: Fault, nodes: readonly FaultyNode[]): FaultInjection | undefined {
  if (nodes.length === 0) return undefined;
  const { images } = faultMember(fault, 'ImagePullFailure');
  const failed = new Set<string>();
  let touched = 0;
  const fails = (image: string) => {
    if (!matchesAny(images, image)) return false;
    touched += 1;
    failed.add(image);
    return true;
  };
  const ends = nodes.map(({ pullFaults }) => pullFaults.add(fails));
  return {
    evidence: () => ({ touched, names: [...failed].sort() }),
    end() {
      for (const end of ends) end();
    },
  };
}

/** Kills running containers of matching pods, once. */
function crashContainers(
  fault: Fault,
  nodes: readonly FaultyNode[],
  { reporter, logger }: { readonly reporter: string; readonly logger: Logger },
): FaultInjection | undefined {
  const earlier = fault.status?.reports?.[reporter];
  const member = faultMember(fault, 'ContainerCrash');
  const names = earlier?.names ?? nodes.flatMap((node) => crashOn(node, member, logger));
  if (names.length === 0) return undefined;
  return { evidence: () => ({ touched: earlier?.touched ?? names.length, names }), end: () => {} };
}

function crashOn(node: FaultyNode, member: ContainerCrashFault, logger: Logger): string[] {
  const pods = new Map(node.activePods().flatMap((pod) => (isSelected(pod, member) ? [[pod.metadata?.uid ?? '', pod] as const] : [])));
  return node.runtime.stats().flatMap(({ id, podUid, name }) => {
    const pod = pods.get(podUid);
    if (pod === undefined || (member.container !== undefined && member.container !== name)) return [];
    node.runtime.stopContainer(id, 0).catch((error: unknown) => logFailure(logger, { container: id }, error));
    return [`pods/${pod.metadata?.namespace}/${pod.metadata?.name}`];
  });
}

function isSelected({ metadata }: Pod, { namespace = 'default', podSelector = {} }: ContainerCrashFault): boolean {
  if (metadata?.namespace !== namespace) return false;
  return Object.entries(podSelector).every(([key, value]) => metadata?.labels?.[key] === value);
}

function msOf(text = '0s'): number {
  const duration = parseDuration(text);
  return 'ms' in duration ? duration.ms : 0;
}
