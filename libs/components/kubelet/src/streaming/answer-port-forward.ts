import { BusSession, type SessionPart } from '@klockwork/bus';
import type { ForwardedPort, ForwardOutcome, PortForwardRequest, StreamAnswer } from '@klockwork/cluster-api';
import type { StreamSource } from './answer-stream.ts';
import { type ForwardClient, type ForwardedPod, PortConnection } from './port-connection.ts';

/** Starts forwarding ports of a pod, or refuses like `GetPortForward` of `pkg/kubelet/kubelet_pods.go`. */
export function answerPortForward(source: StreamSource, request: PortForwardRequest): StreamAnswer {
  const worker = source.workers.worker(request.uid);
  if (worker === undefined) return { code: 404, message: 'pod does not exist' };
  const { sandboxId } = worker;
  if (sandboxId === undefined) return { code: 500, message: `pod not found ("${request.pod}_${request.namespace}")` };
  const hostNetwork = worker.pod.spec?.hostNetwork === true;
  new PortForward(source, request, { runtime: source.runtime, logger: source.logger, sandboxId, hostNetwork });
  return { accepted: true };
}

/** Channel of one connection in the session of its client. */
class SessionChannel implements ForwardClient {
  readonly #session: BusSession;
  readonly #channel: string;

  constructor(session: BusSession, channel: string) {
    this.#session = session;
    this.#channel = channel;
  }

  send(bytes: string): Promise<void> | undefined {
    return this.#session.send(this.#channel, bytes);
  }

  end(): void {
    this.#session.end(this.#channel);
  }

  taken(bytes: number): void {
    this.#session.taken(bytes);
  }
}

/** Connections of one client on one session. */
class PortForward {
  readonly #pod: ForwardedPod;
  readonly #session: BusSession;
  readonly #connections = new Map<string, PortConnection>();

  constructor({ bus, subjects, clock, stop }: StreamSource, request: PortForwardRequest, pod: ForwardedPod) {
    this.#pod = pod;
    this.#session = new BusSession({
      bus,
      clock,
      ...subjects.sessionEnds(request.session, 'agent'),
      object: `pods/${request.namespace}/${request.pod}`,
      onPart: (part) => this.#take(part),
      onEnd: () => this.#closeAll(),
    });
    stop.onStop(() => {
      this.#session.abort();
      this.#closeAll();
    });
  }

  #take({ channel, bytes }: SessionPart): void {
    const connection = this.#connections.get(channel);
    if (connection !== undefined) {
      connection.take(bytes);
      return;
    }
    if (channel === 'connect') void this.#connect(JSON.parse(bytes ?? '') as ForwardedPort);
    if (channel === 'reset') this.#connections.get(bytes ?? '')?.close();
    this.#session.taken(bytes?.length ?? 0);
  }

  async #connect(request: ForwardedPort): Promise<void> {
    const channel = String(request.id);
    const connection = new PortConnection(this.#pod, request, new SessionChannel(this.#session, channel));
    this.#connections.set(channel, connection);
    const error = await connection.run();
    this.#connections.delete(channel);
    this.#session.message('done', JSON.stringify({ id: request.id, ...(error !== undefined && { error }) } satisfies ForwardOutcome));
  }

  #closeAll(): void {
    for (const connection of this.#connections.values()) connection.close();
  }
}
