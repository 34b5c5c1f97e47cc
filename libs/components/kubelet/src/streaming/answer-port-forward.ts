import { BusSession, type SessionPart } from '@klockwork/bus';
import type { ForwardedPort, ForwardOutcome, PortForwardRequest, StreamAnswer } from '@klockwork/cluster-api';
import type { StreamSource } from './answer-stream.ts';
import { type ForwardedPod, PortConnection } from './port-connection.ts';

/** Starts forwarding ports of a pod, or refuses like `GetPortForward` of `pkg/kubelet/kubelet_pods.go`. */
export function answerPortForward(source: StreamSource, asked: PortForwardRequest): StreamAnswer {
  const worker = source.worker(asked.uid);
  if (worker === undefined) return { code: 404, message: 'pod does not exist' };
  const { sandboxId } = worker;
  if (sandboxId === undefined) return { code: 500, message: `pod not found ("${asked.pod}_${asked.namespace}")` };
  const hostNetwork = worker.pod.spec?.hostNetwork === true;
  new PortForward(source, asked, { runtime: source.runtime, logger: source.logger, sandboxId, hostNetwork });
  return { accepted: true };
}

/** Connections of one client on one session. */
class PortForward {
  readonly #pod: ForwardedPod;
  readonly #session: BusSession;
  readonly #connections = new Map<string, PortConnection>();

  constructor({ bus, subjects, clock, stop }: StreamSource, asked: PortForwardRequest, pod: ForwardedPod) {
    this.#pod = pod;
    this.#session = new BusSession({
      bus,
      clock,
      own: subjects.session(asked.session, 'agent'),
      peer: subjects.session(asked.session, 'client'),
      object: `pods/${asked.namespace}/${asked.pod}`,
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

  async #connect(asked: ForwardedPort): Promise<void> {
    const channel = String(asked.id);
    const connection = new PortConnection(this.#pod, asked, {
      send: (bytes) => this.#session.send(channel, bytes),
      end: () => this.#session.end(channel),
      taken: (bytes) => this.#session.taken(bytes),
    });
    this.#connections.set(channel, connection);
    const error = await connection.run();
    this.#connections.delete(channel);
    this.#session.message('done', JSON.stringify({ id: asked.id, ...(error !== undefined && { error }) } satisfies ForwardOutcome));
  }

  #closeAll(): void {
    for (const connection of this.#connections.values()) connection.close();
  }
}
