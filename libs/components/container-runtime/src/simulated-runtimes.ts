import type { Bus, Subjects } from '@klockwork/bus';
import type { FileTree } from '@klockwork/files';
import type { Catalogue } from '@klockwork/images';
import { type Clock, clockFor, type Logger, type Random } from '@klockwork/kernel';
import type { DnsZone } from '@klockwork/networking';
import type { ContainerRuntime, NodeSize } from '@klockwork/pod-lifecycle';
import { CrashLog } from './crash-log.ts';
import type { LatencyProfile } from './latency.ts';
import { ApiServerProxy } from './network/api-server-proxy.ts';
import { BusPeers } from './network/bus-peers.ts';
import { ImageFiles } from './root-files/image-files.ts';
import { SimulatedRuntime } from './simulated-runtime.ts';

/** A node, as its runtime sees it. */
export interface RuntimeNode {
  readonly name: string;
  /** `10.244.3.0/24` */
  readonly podCidr: string;
  /** `172.18.0.3` */
  readonly hostIP: string;
  readonly size?: NodeSize;
  /** Its files: what containers mount of it. The runtime keeps its own there too. */
  readonly hostFiles?: FileTree;
  /** What is known of the cluster's Services and names. */
  world(): DnsZone;
  /** What there is to pull just now. */
  catalogue(): Catalogue;
}

/** What runtimes stand on. */
export interface RuntimeContext {
  readonly clock: Clock;
  readonly random: Random;
  /** What leads to the pods of other nodes. */
  readonly bus: Bus;
  readonly subjects: Subjects;
  readonly logger: Logger;
}

/** How the runtimes of one process are. */
export interface RuntimesOptions {
  readonly profile: LatencyProfile;
  /** Called with the number of simulated processes that failures of ours ended, after each. */
  crashed?(count: number): void;
}

/** Makes the simulated runtime of each node: what a kubelet is started with. */
export function simulatedRuntimes(
  { clock, random, bus, subjects, logger }: RuntimeContext,
  { profile, crashed }: RuntimesOptions,
): (node: RuntimeNode) => ContainerRuntime {
  const imageFiles = new ImageFiles();
  const crashes = new CrashLog(logger, crashed);
  return (node) => {
    const own = { clock: clockFor(clock, `nodes/${node.name}`), random: random.fork(`container-runtime/${node.name}`) };
    return new SimulatedRuntime({
      ...own,
      node: node.name,
      profile,
      imageFiles,
      crashes,
      podCidr: node.podCidr,
      hostIP: node.hostIP,
      ...(node.size && { size: node.size }),
      ...(node.hostFiles && { files: node.hostFiles }),
      world: () => node.world(),
      // Sessions are told apart in the whole lab: not only by a seed that all agents share.
      peers: new BusPeers({ ...own, random: own.random.fork(`peers/${clock.now()}`), bus, subjects, crashes }),
      apiServer: new ApiServerProxy({ ...own, random: own.random.fork(`api-server/${clock.now()}`), bus, subjects, crashes }),
      catalogue: () => node.catalogue(),
    });
  };
}
