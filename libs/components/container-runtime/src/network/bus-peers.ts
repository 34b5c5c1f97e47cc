import { type Bus, BusError, BusSession, type BusSessionOptions, routes, type SessionSide, type Subjects } from '@klockwork/bus';
import { type Clock, type Random, type StopSignal, StopSource } from '@klockwork/kernel';
import { ConnectionError } from '@klockwork/pod-lifecycle';
import type { PolicyPod } from '@klockwork/resources';
import type { Datagram, Endpoint } from '@klockwork/userland';
import type { CrashLog } from '../crash-log.ts';
import { isOfPods } from './cluster-ranges.ts';
import type { NetworkPeer, Peers } from './peers.ts';
import { connectedEnds, type TcpEnd } from './tcp-end.ts';
import { Tunnel } from './tunnel.ts';

/** Dependencies of {@link BusPeers}. */
export interface BusPeersParts {
  readonly bus: Bus;
  readonly subjects: Subjects;
  readonly clock: Clock;
  readonly random: Random;
  readonly crashes: CrashLog;
}

/** Connection request for a pod of another node. */
interface ConnectRequest {
  readonly session: string;
  readonly from: Endpoint;
  readonly to: Endpoint;
  /** Pod at `from`. */
  readonly pod?: PolicyPod | undefined;
}

/** Datagram with the pod of its sender. */
interface SentDatagram extends Datagram {
  readonly pod?: PolicyPod | undefined;
}

/** `refused` by the pod, or `silent`: there is no such address. */
type ConnectAnswer = 'accepted' | 'refused' | 'silent';

/** Routes of messages to pods of other nodes: a connection, an echo request for an address, and a datagram. */
const PEER_ROUTES = {
  connect: routes.pods<ConnectRequest, ConnectAnswer>('connect'),
  echo: routes.pods<string, boolean>('echo'),
  datagram: routes.pods<SentDatagram, void>('datagram'),
};

/** Lab time limit for another node's reply to a connection request. */
const ANSWER_TIMEOUT_MS = 10_000;

/** Reaches pods of other nodes over the bus: a connection is a session between both agents, a datagram one message. */
export class BusPeers implements Peers {
  readonly #parts: BusPeersParts;
  readonly #off = new StopSource();
  #here: NetworkPeer | undefined;

  constructor(parts: BusPeersParts) {
    this.#parts = parts;
  }

  serve(place: string, here: NetworkPeer): () => void {
    const { bus, subjects } = this.#parts;
    this.#here = here;
    const range = rangeOf(place);
    const ways = [
      bus.serve(subjects.at(PEER_ROUTES.connect, range), async ({ body }) => this.#answer(here, body), { queue: 'pods' }),
      bus.serve(subjects.at(PEER_ROUTES.echo, range), async ({ body }) => here.objectAt(body) !== undefined, { queue: 'pods' }),
      bus.subscribe(subjects.at(PEER_ROUTES.datagram, range), ({ body: { pod, ...datagram } }) => here.deliver(datagram, pod)),
    ];
    return () => {
      for (const way of ways) way.stop();
    };
  }

  async connect(from: Endpoint, to: Endpoint, stop: StopSignal, pod: PolicyPod | undefined): Promise<TcpEnd | undefined> {
    const { random } = this.#parts;
    const session = random.uuid();
    const { client, server } = connectedEnds(from, to);
    const tunnel = this.#tunnel(server, { session, side: 'client', address: from.address, other: to.address });
    const answer = await this.#request({ session, from, to, pod }, stop);
    if (answer === 'accepted' && !this.#off.stopped) {
      tunnel.begin();
      return client;
    }
    tunnel.discard();
    if (answer === 'refused') throw new ConnectionError('refused');
    return undefined;
  }

  async answers(address: string, until: StopSignal): Promise<boolean> {
    const { bus, subjects } = this.#parts;
    try {
      return await bus.request(subjects.at(PEER_ROUTES.echo, rangeOf(address)), address, { timeoutMs: ANSWER_TIMEOUT_MS, until });
    } catch (error) {
      if (!(error instanceof BusError)) throw error;
      return false;
    }
  }

  send(datagram: Datagram, pod: PolicyPod | undefined): void {
    const { bus, subjects } = this.#parts;
    if (!this.#off.stopped) bus.publish(subjects.at(PEER_ROUTES.datagram, rangeOf(datagram.to.address)), { ...datagram, pod });
  }

  shutDown(): void {
    this.#off.stop();
  }

  async #request(request: ConnectRequest, until: StopSignal): Promise<ConnectAnswer> {
    const { bus, subjects } = this.#parts;
    const subject = subjects.at(PEER_ROUTES.connect, rangeOf(request.to.address));
    try {
      return await bus.request(subject, request, { timeoutMs: ANSWER_TIMEOUT_MS, until });
    } catch (error) {
      if (!(error instanceof BusError)) throw error;
      return 'silent';
    }
  }

  #answer(here: NetworkPeer, { session, from, to, pod }: ConnectRequest): ConnectAnswer {
    try {
      const end = here.connected(from, to, pod);
      if (end === undefined) return 'silent';
      this.#tunnel(end, { session, side: 'agent', address: to.address, other: from.address }).begin();
      return 'accepted';
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
      return 'refused';
    }
  }

  /** `address`: local pod address; `other`: that of the other end. */
  #tunnel(end: TcpEnd, { session, side, address, other }: { session: string; side: SessionSide; address: string; other: string }): Tunnel {
    const { bus, subjects, clock, crashes } = this.#parts;
    const ends = subjects.sessionEnds(session, side);
    const object = this.#here?.objectAt(address) ?? '';
    const toward = subjects.at(PEER_ROUTES.connect, rangeOf(other));
    const open = (handlers: Pick<BusSessionOptions, 'onPart' | 'onEnd'>) =>
      new BusSession({ bus, clock, ...ends, toward, object, ...(side === 'client' && { isOpener: true }), ...handlers });
    return new Tunnel(end, open, this.#off, (error) => crashes.report({ object }, error));
  }
}

/** `10.244.3` for a pod address or its range; a node address itself. */
function rangeOf(address: string): string {
  return isOfPods(address) ? address.slice(0, address.lastIndexOf('.')) : address;
}
