import { type Clock, type Random, StoppedError, type StopSignal, StopSource } from '@klockwork/kernel';
import type { DnsAnswer, DnsQuestion, DnsZone } from '@klockwork/networking';
import { answerDns, resolveDestination, SessionAffinity } from '@klockwork/networking';
import {
  type Connection,
  ConnectionError,
  type ConnectionSource,
  type HostPort,
  type PortAnswer,
  type PortMapping,
  type PortRequest,
} from '@klockwork/pod-lifecycle';
import type { HostAddress, NodePolicies, PolicyPod } from '@klockwork/resources';
import { type Datagram, type Endpoint, isLoopback, LOOPBACK } from '@klockwork/userland';
import { IpPool } from '../ip-pool.ts';
import type { ApiServerProxy } from './api-server-proxy.ts';
import { askPort } from './ask-port.ts';
import { CLUSTER_DNS, isOfPods, isOfServices, OUTSIDE } from './cluster-ranges.ts';
import { HostPorts } from './host-ports.ts';
import type { HostPrograms } from './host-programs.ts';
import type { NetworkPeer, Peers } from './peers.ts';
import { PolicyGuard } from './policy-guard.ts';
import type { Router } from './router.ts';
import { SandboxNetwork } from './sandbox-network.ts';
import type { TcpEnd } from './tcp-end.ts';

/** Dependencies of {@link NodeNetwork}. */
export interface NodeNetworkParts {
  readonly clock: Clock;
  readonly random: Random;
  /** The node's name. */
  readonly node: string;
  /** `10.244.3.0/24` */
  readonly podCidr: string;
  /** Node address; default: the gateway address of its pod range. */
  readonly hostIP?: string;
  /** Services and DNS names of the cluster; default: none. */
  world?(): DnsZone;
  /** Network policies of the cluster; default: none. */
  readonly policies?: NodePolicies;
  /** Path to pods of other nodes; default: unreachable. */
  readonly peers?: Peers;
  /** Path to the API server; default: unreachable. */
  readonly apiServer?: ApiServerProxy;
  /** Path to programs on the machine of the lab; default: refused. */
  readonly hostPrograms?: HostPrograms;
}

/** Destination after Service translation, or a reason of failure. */
type Target = Endpoint | { readonly program: HostAddress } | 'refused' | 'dropped' | 'unreachable';

/** Connect timeout of Linux in lab ms: `tcp_syn_retries` and `tcp_syn_linear_timeouts` of 6.12. */
const CONNECT_TIMEOUT_MS = 131_000;

const IP_ADDRESS = /^\d+(?:\.\d+){3}$/;
/** Source port of the node's requests while no pod uses the host network. */
const NODE_PORT = 32_768;

/** Network settings of a sandbox. */
export interface NetworkOptions {
  /** Pod, in the form used for timers. */
  readonly object: string;
  /** Uses the node's network, shared by all such pods. */
  readonly hostNetwork?: boolean | undefined;
  /** Host ports of the pod. */
  readonly portMappings?: readonly PortMapping[] | undefined;
  /** Address of a restored pod; default: a free one. */
  readonly ip?: string | undefined;
  /** Observes the use of routes. */
  readonly watch?: { router(router: Router): Router } | undefined;
}

/** Networks of one node and its pods, with routes between them and to other nodes. */
export class NodeNetwork implements Router {
  readonly #parts: NodeNetworkParts;
  readonly #addresses: IpPool;
  readonly #affinity = new SessionAffinity();
  readonly #byId = new Map<string, SandboxNetwork>();
  readonly #byAddress = new Map<string, SandboxNetwork>();
  readonly #hostPorts = new HostPorts();
  readonly #hostIP: string;
  readonly #here: NetworkPeer;
  readonly #guard: PolicyGuard;
  readonly #stopServing: (() => void)[] = [];
  /** Created with the first host network pod. */
  #host: SandboxNetwork | undefined;

  constructor(parts: NodeNetworkParts) {
    this.#parts = parts;
    this.#addresses = new IpPool(parts.podCidr);
    this.#hostIP = parts.hostIP ?? this.#addresses.gateway;
    this.#here = {
      connected: (from, to, pod) => this.#connected(from, to, pod),
      deliver: (datagram, pod) => this.#deliver(datagram, pod),
      objectAt: (address) => this.#byAddress.get(address)?.object ?? (address === this.#hostIP ? `nodes/${parts.node}` : undefined),
    };
    this.#guard = new PolicyGuard({ ...this.#here, ...parts, own: [this.#hostIP, this.#addresses.gateway] });
    this.#serve(parts.podCidr);
  }

  /** Allocates address and network of a sandbox, or shares the node's. Throws RuntimeError when the address range is exhausted. */
  open(sandboxId: string, clock: Clock, options: NetworkOptions): SandboxNetwork {
    const { object, hostNetwork = false, portMappings = [], ip, watch } = options;
    if (hostNetwork || portMappings.length > 0) this.#openHost();
    const network =
      hostNetwork && this.#host !== undefined
        ? this.#host
        : new SandboxNetwork({ clock, object, address: this.#addresses.take(ip), router: watch?.router(this) ?? this });
    this.#byId.set(sandboxId, network);
    this.#byAddress.set(network.address, network);
    if (!hostNetwork) this.#hostPorts.add(network.address, portMappings);
    return network;
  }

  /** Makes the node address reachable. */
  #openHost(): void {
    if (this.#host !== undefined) return;
    const { clock, node } = this.#parts;
    const onward = (to: Endpoint, protocol: 'TCP' | 'UDP') => this.#onward(to, protocol);
    this.#host = new SandboxNetwork({ clock, object: `nodes/${node}`, address: this.#hostIP, router: this, onward });
    this.#byAddress.set(this.#hostIP, this.#host);
    this.#serve(this.#hostIP);
  }

  #serve(place: string): void {
    const stop = this.#parts.peers?.serve(place, this.#here);
    if (stop !== undefined) this.#stopServing.push(stop);
  }

  /** Removes a sandbox network and frees its address. */
  close(sandboxId: string): void {
    const network = this.#byId.get(sandboxId);
    if (network === undefined) return;
    this.#byId.delete(sandboxId);
    if (network === this.#host) return;
    this.#byAddress.delete(network.address);
    this.#hostPorts.remove(network.address);
    this.#addresses.giveBack(network.address);
  }

  /** Power loss: all addresses become unreachable. */
  shutDown(): void {
    for (const stop of this.#stopServing) stop();
    this.#parts.peers?.shutDown();
    this.#byId.clear();
    this.#byAddress.clear();
  }

  /** Connects to a port of a sandbox: on `localhost`, or on its address. Rejects with ConnectionError. */
  async connectTo(sandboxId: string, port: number, from: ConnectionSource): Promise<Connection> {
    const network = this.#networkOf(sandboxId);
    const near = { address: LOOPBACK, port: network.ephemeralPort() };
    if (from === 'localhost') return network.connected(near, { address: LOOPBACK, port });
    const address = from === 'node' ? this.#addresses.gateway : OUTSIDE;
    const end = this.#connected({ ...near, address }, { address: network.address, port }, undefined);
    if (end === undefined) throw new ConnectionError('timeout');
    return end;
  }

  /** Connects from the node to a sandbox address. See ContainerRuntime. */
  reach(sandboxId: string, port: number, request: PortRequest, stop: StopSignal | undefined): Promise<PortAnswer> {
    const host = `${this.#byId.get(sandboxId)?.address}:${port}`;
    const connect = async () => {
      const network = this.#networkOf(sandboxId);
      return network.connected({ address: this.#addresses.gateway, port: network.ephemeralPort() }, { address: network.address, port });
    };
    return askPort(connect, { host }, request, stop);
  }

  /** Connects from the node to another host: an address, or `localhost`, which is the node. Other names are unknown to the node. */
  reachHost({ host, port }: HostPort, request: PortRequest, stop: StopSignal = new StopSource()): Promise<PortAnswer> {
    const isNode = host === 'localhost' || isLoopback(host);
    const connect = async () => {
      if (!isNode && !IP_ADDRESS.test(host)) throw new ConnectionError('refused');
      const from = { address: this.#hostIP, port: this.#host?.ephemeralPort() ?? NODE_PORT };
      return this.connect(from, { address: isNode ? this.#hostIP : host, port }, stop);
    };
    return askPort(connect, { host: `${host}:${port}` }, request, stop);
  }

  async connect(from: Endpoint, to: Endpoint, stop: StopSignal): Promise<TcpEnd> {
    const startedAt = this.#parts.clock.now();
    const target = this.#target(from, to, 'TCP');
    if (target === 'refused' || target === 'unreachable') throw new ConnectionError(target);
    const isOpen = target !== 'dropped' && this.#guard.mayLeave(from.address, 'program' in target ? to : target, 'TCP');
    const end = isOpen ? await this.#reachedOrDialled({ from, to }, target, stop) : undefined;
    if (stop.stopped) {
      end?.close();
      throw new StoppedError();
    }
    return end?.towards(to) ?? this.#giveUp(startedAt, stop);
  }

  async answers(address: string, stop: StopSignal): Promise<boolean> {
    const { world, peers } = this.#parts;
    if (this.#byAddress.has(address) || address === this.#addresses.gateway) return true;
    if (isOfPods(address)) return (await peers?.answers(address, stop)) ?? false;
    // Services answer no echo.
    return world?.().view.isNodeAddress(address) ?? false;
  }

  send(datagram: Datagram): void {
    const target = this.#target(datagram.from, datagram.to, 'UDP');
    if (typeof target === 'string' || 'program' in target) return;
    if (!this.#guard.mayLeave(datagram.from.address, target, 'UDP')) return;
    const isHere = target.address === this.#hostIP || this.#byAddress.has(target.address);
    const sentDatagram = { ...datagram, to: target };
    const pod = this.#guard.sent(sentDatagram);
    if (isHere) this.#deliver(sentDatagram, pod);
    else this.#parts.peers?.send(sentDatagram, pod);
  }

  ask(server: string, question: DnsQuestion, from: string): DnsAnswer | undefined {
    const isOpen = server === CLUSTER_DNS && this.#guard.mayAskDns(from);
    const world = isOpen ? this.#parts.world?.() : undefined;
    return world && answerDns(question, { ...world, draw: this.#parts.random.next() });
  }

  /** Destination after Service translation; addresses outside the cluster are unreachable. */
  #target({ address: ip }: Endpoint, to: Endpoint, protocol: 'TCP' | 'UDP'): Target {
    const { world, random, clock, node } = this.#parts;
    const view = world?.().view;
    const destination = { ip: to.address, port: to.port, protocol };
    const choice = { draw: random.next(), now: clock.now(), affinity: this.#affinity };
    const route = view === undefined ? ({ type: 'direct' } as const) : resolveDestination(destination, { ip, node }, view, choice);
    if (route.type === 'refused' || route.type === 'dropped') return route.type;
    if (route.type === 'host') return { program: route.program };
    const end = route.type === 'backend' ? { address: route.ip, port: route.port } : to;
    if (end.address === this.#addresses.gateway) return { address: this.#hostIP, port: end.port };
    if (isOfPods(end.address) || end.address === this.#hostIP || view?.isNodeAddress(end.address)) return end;
    if (this.#parts.apiServer?.isAt(end.address)) return end;
    if (isOfServices(end.address)) return 'dropped';
    // Service backends outside the cluster are machines without a listener.
    return route.type === 'backend' ? 'refused' : 'unreachable';
  }

  #reachedOrDialled(
    ends: { readonly from: Endpoint; readonly to: Endpoint },
    target: Endpoint | { readonly program: HostAddress },
    stop: StopSignal,
  ): Promise<TcpEnd | undefined> {
    if (!('program' in target)) return this.#reached(ends.from, target, stop);
    const { hostPrograms } = this.#parts;
    if (hostPrograms === undefined) throw new ConnectionError('refused');
    return hostPrograms.connect(ends, target.program, { object: this.#here.objectAt(ends.from.address) ?? '', stop });
  }

  /** Undefined when no host replies. */
  async #reached(from: Endpoint, to: Endpoint, stop: StopSignal): Promise<TcpEnd | undefined> {
    const pod = this.#guard.podAt(from.address);
    const here = this.#connected(from, to, pod);
    if (here !== undefined) return here;
    const { apiServer } = this.#parts;
    if (apiServer?.isAt(to.address)) return apiServer.connect(from, to, this.#here.objectAt(from.address) ?? '');
    const end = await this.#parts.peers?.connect(from, to, stop, pod);
    // Machines refuse connections to closed ports.
    if (end === undefined && !isOfPods(to.address)) throw new ConnectionError('refused');
    return end;
  }

  /** Connects to an address of this node. Undefined for an unknown address, and where policies forbid it. Throws ConnectionError. */
  #connected(from: Endpoint, to: Endpoint, pod: PolicyPod | undefined): TcpEnd | undefined {
    const target = this.#mapped(to, 'TCP');
    const network = this.#byAddress.get(target.address);
    if (network === undefined && target.address === this.#hostIP) throw new ConnectionError('refused');
    return this.#guard.mayEnter({ ip: from.address, pod }, target, 'TCP') ? network?.connected(from, target) : undefined;
  }

  #deliver(datagram: Datagram, pod: PolicyPod | undefined): void {
    const to = this.#mapped(datagram.to, 'UDP');
    const isOpen = this.#guard.isAnswer(datagram) || this.#guard.mayEnter({ ip: datagram.from.address, pod }, to, 'UDP');
    if (isOpen) this.#byAddress.get(to.address)?.deliver({ ...datagram, to });
  }

  #mapped(to: Endpoint, protocol: 'TCP' | 'UDP'): Endpoint {
    return to.address === this.#hostIP ? (this.#hostPorts.targetOf(to, protocol) ?? to) : to;
  }

  /** Endpoint behind a port of this node: that of a pod with a host port, or the node port of a Service. */
  #onward(to: Endpoint, protocol: 'TCP' | 'UDP'): Endpoint | undefined {
    const services = isLoopback(to.address) ? undefined : this.#parts.world?.().view.servicesOnNodePort(to.port);
    const isNodePort = services?.some(({ spec }) =>
      spec?.ports?.some((offeredPort) => offeredPort.nodePort === to.port && (offeredPort.protocol ?? 'TCP') === protocol),
    );
    return this.#hostPorts.targetOf(to, protocol) ?? (isNodePort ? to : undefined);
  }

  async #giveUp(startedAt: number, stop: StopSignal): Promise<never> {
    const { clock } = this.#parts;
    await clock.sleep(startedAt + CONNECT_TIMEOUT_MS - clock.now(), { name: 'tcp-connect-timeout' }, stop);
    throw new ConnectionError('timeout');
  }

  /** Throws ConnectionError: packets to a deleted pod are lost. */
  #networkOf(sandboxId: string): SandboxNetwork {
    const network = this.#byId.get(sandboxId);
    if (network === undefined) throw new ConnectionError('timeout');
    return network;
  }
}
