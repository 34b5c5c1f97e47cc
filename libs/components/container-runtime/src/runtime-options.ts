import type { FileTree } from '@klockwork/files';
import type { Catalogue, ResolvedImage } from '@klockwork/images';
import type { Clock, Random } from '@klockwork/kernel';
import type { NodeSize } from '@klockwork/pod-lifecycle';
import type { Main, TlsServers } from '@klockwork/userland';
import type { CrashLog } from './crash-log.ts';
import type { LatencyProfile } from './latency.ts';
import type { NodeNetworkParts } from './network/node-network.ts';
import type { ImageFiles } from './root-files/image-files.ts';

/** Dependencies of a simulated runtime, and its settings for each node. */
export interface SimulatedRuntimeOptions extends Pick<NodeNetworkParts, 'apiServer' | 'hostPrograms' | 'peers' | 'policies' | 'world'> {
  readonly clock: Clock;
  readonly random: Random;
  readonly profile: LatencyProfile;
  /** `10.244.3.0/24` */
  readonly podCidr: string;
  /** The node's own address. */
  readonly hostIP?: string;
  /** Current registry content; default: built-in images. */
  catalogue?(): Catalogue;
  /** Node name; default `node`. */
  readonly node?: string;
  /** Node size; default: 4 processors, 8 GiB memory. */
  readonly size?: NodeSize;
  /** TLS for servers in containers. */
  readonly tls?: TlsServers;
  /** Node files, as sources of mounts; default: a new disk. */
  readonly files?: FileTree;
  /** Image contents shared with other nodes of the process; default: private. */
  readonly imageFiles?: ImageFiles;
  /** Max bytes of a container log; default 10 MiB, like a kubelet log file. */
  readonly logBytesMax?: number;
  /** Finds the program of an executable. Default: by image description. */
  programOf?(image: ResolvedImage, executable: string): Main | undefined;
  /** Lets all work of the present instant end; needed to resume containers. */
  turn?(): Promise<void>;
  /** Counts and logs bugs of ours in containers. Default: not logged. */
  readonly crashes?: CrashLog;
}
