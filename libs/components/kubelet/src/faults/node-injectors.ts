import { parseDuration } from '@klockwork/api-machinery';
import type { FaultInjection, FaultInjectors } from '@klockwork/controller-runtime';
import { type Logger, logFailure } from '@klockwork/kernel';
import type { Pod } from '@klockwork/kubernetes-types';
import type { ContainerRuntime } from '@klockwork/pod-lifecycle';
import { type ContainerCrashFault, type Fault, faultMember, matchesAny } from '@klockwork/resources';
import type { AgentPause } from './agent-pause.ts';
import type { PullFaults } from './pull-faults.ts';
import type { WallClock } from './wall-clock.ts';

/** Node of the process, for faults. */
export interface FaultyNode {
  readonly name: string;
  readonly runtime: ContainerRuntime;
  readonly pullFaults: PullFaults;
  readonly pause: AgentPause;
  readonly wallClock: WallClock;
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
  const parsed = parseDuration(text);
  return 'ms' in parsed ? parsed.ms : 0;
}
