import type { Bus, Subjects } from '@klockwork/bus';
import type { FileTree } from '@klockwork/files';
import type { Catalogue } from '@klockwork/images';
import { type Activity, type Clock, clockFor, type Logger, type Random } from '@klockwork/kernel';
import type { DnsZone } from '@klockwork/networking';
import type { ContainerRuntime, NodeSize } from '@klockwork/pod-lifecycle';
import type { NodePolicies } from '@klockwork/resources';
import type { HostDialer, TlsServers } from '@klockwork/userland';
import { CrashLog } from './crash-log.ts';
import type { LatencyProfile } from './latency.ts';
import { ApiServerProxy } from './network/api-server-proxy.ts';
import { BusPeers } from './network/bus-peers.ts';
import { HostPrograms } from './network/host-programs.ts';
import { ImageFiles } from './root-files/image-files.ts';
import type { SimulatedRuntimeOptions } from './runtime-options.ts';
import { SimulatedRuntime } from './simulated-runtime.ts';

/** Node for which a runtime is created. */
export interface RuntimeNode {
  readonly name: string;
  /** `10.244.3.0/24` */
  readonly podCidr: string;
  /** `172.18.0.3` */
  readonly hostIP: string;
  readonly size?: NodeSize;
  /** Node files, as sources of mounts. The runtime stores its own files there too. */
  readonly hostFiles?: FileTree;
  /** Services and DNS names of the cluster. */
  world(): DnsZone;
  /** Network policies of the cluster; default: none. */
  readonly policies?: NodePolicies;
  /** Current registry content. */
  catalogue(): Catalogue;
}

/** Shared dependencies of all runtimes. */
export interface RuntimeContext {
  readonly clock: Clock;
  readonly random: Random;
  /** Connection to other nodes and to the API server. */
  readonly bus: Bus;
  readonly subjects: Subjects;
  readonly logger: Logger;
  /** Turns of the host, in which resumed programs work. */
  readonly activity: Pick<Activity, 'turn'>;
}

/** Settings of all runtimes in a process. */
export interface RuntimesOptions extends Pick<SimulatedRuntimeOptions, 'programOf'> {
  readonly profile: LatencyProfile;
  /** Way to programs on the machine of the lab; default: none. */
  readonly dialer?: HostDialer;
  /** TLS for servers in containers. */
  readonly tls?: TlsServers;
  /** Called after each crash with the total number of processes ended by bugs of ours. */
  crashed?(count: number): void;
}

/** Creates a simulated runtime for each node: runtime factory of a kubelet. */
export function simulatedRuntimes(
  { clock, random, bus, subjects, logger, activity }: RuntimeContext,
  { profile, dialer, tls, crashed, programOf }: RuntimesOptions,
): (node: RuntimeNode) => ContainerRuntime {
  const imageFiles = new ImageFiles();
  const crashes = new CrashLog(logger, crashed);
  return (node) => {
    const own = { clock: clockFor(clock, `nodes/${node.name}`), random: random.fork(`container-runtime/${node.name}`) };
    return new SimulatedRuntime({
      ...own,
      node: node.name,
      profile,
      turn: () => activity.turn(),
      imageFiles,
      crashes,
      podCidr: node.podCidr,
      hostIP: node.hostIP,
      ...(node.size && { size: node.size }),
      ...(node.hostFiles && { files: node.hostFiles }),
      world: () => node.world(),
      ...(node.policies && { policies: node.policies }),
      // Session ids must be unique in the lab, but agents share a seed: fork by start time.
      peers: new BusPeers({ ...own, random: own.random.fork(`peers/${clock.now()}`), bus, subjects, crashes }),
      apiServer: new ApiServerProxy({ ...own, random: own.random.fork(`api-server/${clock.now()}`), bus, subjects, crashes }),
      ...(tls && { tls }),
      ...(programOf && { programOf }),
      ...(dialer && { hostPrograms: new HostPrograms({ dialer, crashes }) }),
      catalogue: () => node.catalogue(),
    });
  };
}
