import { clockFor, type StopSignal } from '@klockwork/kernel';
import { type DnsAnswer, type DnsQuestion, type DnsZone, placeOf, resolveHost } from '@klockwork/networking';
import type { PortAnswer } from '@klockwork/pod-lifecycle';
import { CrashLog } from '../crash-log.ts';
import type { RuntimeContext } from '../simulated-runtimes.ts';
import { askPort } from './ask-port.ts';
import { BusPeers } from './bus-peers.ts';
import { CLUSTER_DNS } from './cluster-ranges.ts';
import { NodeNetwork } from './node-network.ts';
import type { SandboxNetwork } from './sandbox-network.ts';

/** Request to a port of a Service. */
export interface ServiceRequest {
  /** `web.shop`, or another name of the cluster's DNS. */
  readonly host: string;
  readonly port: number;
  readonly path: string;
}

/** Answer of a Service; `no-address`: DNS knows no address of the host. */
export type ServiceAnswer = PortAnswer | { readonly type: 'no-address' };

const USER_AGENT = 'klockwork-load';
/** Search list of pods in the namespace `default`. */
const RESOLVER = { searches: ['svc.cluster.local', 'cluster.local'], ndots: 5, library: 'glibc' } as const;

const NO_ANSWER: DnsAnswer = { code: 'NXDOMAIN', answers: [], authority: [], additional: [] };

/**
 * Client beside the nodes: a machine of its own in the pod network, with the rules of kube-proxy and the cluster's DNS, but without pods. Its
 * requests travel to the pods as those of other nodes do.
 */
export class ServiceClient {
  readonly #network: SandboxNetwork;

  /** `name` differs from the names of nodes; `world` returns the Services and names of the cluster. */
  constructor(name: string, context: RuntimeContext, world: () => DnsZone) {
    const { clock, random, bus, subjects, logger } = context;
    const own = { clock: clockFor(clock, name), random: random.fork(`service-client/${name}`) };
    const crashes = new CrashLog(logger);
    const peers = new BusPeers({ ...own, random: own.random.fork('peers'), bus, subjects, crashes });
    const network = new NodeNetwork({ ...own, node: name, ...placeOf(name), world, peers });
    this.#network = network.open(name, own.clock, { object: name });
  }

  /** Sends GET over a new connection. Resolves at the answer; rejects with StoppedError once `stop` fires. */
  async get({ host, port, path }: ServiceRequest, stop: StopSignal): Promise<ServiceAnswer> {
    const ask = (question: DnsQuestion) => this.#network.ask(CLUSTER_DNS, question) ?? NO_ANSWER;
    const resolution = resolveHost(host, RESOLVER, ask);
    const address = 'addresses' in resolution ? resolution.addresses[0] : undefined;
    if (address === undefined) return { type: 'no-address' };
    const connect = () => this.#network.connect({ address, port }, stop);
    return askPort(connect, { host: `${host}:${port}`, userAgent: USER_AGENT }, { type: 'http', path, tls: false }, stop);
  }
}
