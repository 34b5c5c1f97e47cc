import { answerAt, type Listener } from '@klockwork/images';
import type { Clock, LabTime } from '@klockwork/kernel';
import type { PortAnswer, PortRequest } from '@klockwork/pod-lifecycle';

/** A port that a process of the sandbox listens on. */
interface Socket {
  readonly listener: Listener;
  readonly openedAt: LabTime;
}

/** What the containers of one sandbox listen on: they share its address, so a port is taken once. */
export class SandboxNetwork {
  readonly #clock: Clock;
  readonly #sockets = new Map<number, Socket>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Opens ports for a process; gives what closes them again, or the port that is taken. */
  listen(listeners: readonly Listener[]): (() => void) | number {
    const taken = listeners.find(({ port }) => this.#sockets.has(port));
    if (taken !== undefined) return taken.port;
    const openedAt = this.#clock.now();
    for (const listener of listeners) this.#sockets.set(listener.port, { listener, openedAt });
    return () => {
      for (const { port } of listeners) this.#sockets.delete(port);
    };
  }

  /** Speaks to a port. Never resolves when the server does not answer. */
  reach(port: number, request: PortRequest): Promise<PortAnswer> {
    const socket = this.#sockets.get(port);
    const age = this.#clock.now() - (socket?.openedAt ?? 0);
    if (socket === undefined || age < (socket.listener.opensAfterMs ?? 0)) return Promise.resolve({ answer: 'refused' });
    const hangs = age >= (socket.listener.hangsAfterMs ?? Number.POSITIVE_INFINITY);
    // A server that hangs still has its connections accepted: the kernel does that.
    return hangs && request.ask !== 'tcp' ? new Promise(() => {}) : Promise.resolve(answer(socket.listener, age, request));
  }
}

function answer(listener: Listener, age: number, request: PortRequest): PortAnswer {
  const { speaks } = listener;
  if (request.ask === 'http' && (speaks === 'http' || speaks === 'https')) return httpAnswer(listener, age, request);
  if (request.ask === 'grpc-health' && speaks === 'grpc') return healthAnswer(listener, request.service);
  return { answer: 'accepted' };
}

function httpAnswer(listener: Listener, age: number, { path, tls }: PortRequest & { ask: 'http' }): PortAnswer {
  // A TLS client makes nothing of a plain answer; a TLS server knows a plain request and says so.
  if (tls !== (listener.speaks === 'https')) {
    return tls ? { answer: 'accepted' } : { answer: 'http', status: 400, body: 'Client sent an HTTP request to an HTTPS server.\n' };
  }
  const { status, body } = answerAt(listener, path.replace(/[?#].*$/, ''), age);
  return { answer: 'http', status, body };
}

function healthAnswer({ health = { '': 'SERVING' } }: Listener, service: string): PortAnswer {
  return { answer: 'grpc', status: Object.hasOwn(health, service) ? (health[service] ?? 'NOT_SERVING') : 'unknown service' };
}
