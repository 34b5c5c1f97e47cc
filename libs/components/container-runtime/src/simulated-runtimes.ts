import type { FileTree } from '@klockwork/files';
import type { Catalogue } from '@klockwork/images';
import { type Clock, clockFor, type Random } from '@klockwork/kernel';
import type { ContainerRuntime } from '@klockwork/pod-lifecycle';
import type { LatencyProfile } from './latency.ts';
import { SimulatedRuntime } from './simulated-runtime.ts';

/** A node, as its runtime sees it. */
export interface RuntimeNode {
  readonly name: string;
  /** `10.244.3.0/24` */
  readonly podCidr: string;
  /** Its files: what containers mount of it. The runtime keeps its own there too. */
  readonly hostFiles?: FileTree;
  /** Addresses of a host name as seen from a namespace; undefined when there is none. */
  resolve(name: string, namespace: string): readonly string[] | undefined;
  /** What there is to pull just now. */
  catalogue(): Catalogue;
}

/** Makes the simulated runtime of each node: what a kubelet is started with. */
export function simulatedRuntimes(
  { clock, random }: { clock: Clock; random: Random },
  profile: LatencyProfile,
): (node: RuntimeNode) => ContainerRuntime {
  return (node) =>
    new SimulatedRuntime({
      clock: clockFor(clock, `nodes/${node.name}`),
      random: random.fork(`container-runtime/${node.name}`),
      profile,
      podCidr: node.podCidr,
      ...(node.hostFiles && { files: node.hostFiles }),
      resolve: (name, namespace) => node.resolve(name, namespace),
      catalogue: () => node.catalogue(),
    });
}
