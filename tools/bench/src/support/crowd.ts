import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { connect, type TLSSocket } from 'node:tls';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type Endpoint, RawConnection } from './raw-connection.ts';

/** Requests that many clients send at once, each on its own connection. */
export interface CrowdTask {
  readonly clients: number;
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  /** `all`: each client reads its answer to the end. `nothing`: no client reads a byte of its answer until the crowd ends. */
  readonly reads: 'all' | 'nothing';
}

/** Sends small GETs in sequence. */
interface ProbeTask {
  readonly probe: string;
}

type ThreadTask = { readonly endpoint: Endpoint } & (CrowdTask | ProbeTask);

/** Pause between two probes, in ms of the host's time. */
const PROBE_PAUSE_MS = 10;
/** Connections opened at once. */
const AT_ONCE = 25;

/** Load on its own thread, so that it does not disturb a measurement. */
export class Crowd {
  readonly #worker: Worker;

  constructor(task: ThreadTask) {
    this.#worker = new Worker(new URL(import.meta.url), { workerData: task });
  }

  /** Next message of the thread: `ready`, then its result. */
  async next<T>(): Promise<T> {
    const [message] = (await once(this.#worker, 'message')) as [T];
    return message;
  }

  leave(): void {
    this.#worker.postMessage('leave');
  }
}

/** Number of responses by status. */
export type Statuses = Readonly<Record<string, number>>;

async function crowd({ endpoint, clients, reads, ...request }: { readonly endpoint: Endpoint } & CrowdTask): Promise<void> {
  const sockets = await openAll(endpoint, clients);
  const reply = once(port(), 'message');
  port().postMessage('ready');
  const statuses: Record<string, number> = {};
  const done = sockets.map((socket) => answered(socket, { endpoint, ...request }, reads));
  if (reads === 'nothing') await reply;
  else for (const status of await Promise.all(done)) statuses[status] = (statuses[status] ?? 0) + 1;
  for (const socket of sockets) socket.destroy();
  port().postMessage(statuses);
}

async function openAll(endpoint: Endpoint, clients: number): Promise<TLSSocket[]> {
  const sockets: TLSSocket[] = [];
  while (sockets.length < clients) {
    const batch = Array.from({ length: Math.min(AT_ONCE, clients - sockets.length) }, async () => {
      const socket = connect({ host: endpoint.host, port: endpoint.port, ca: endpoint.ca });
      await once(socket, 'secureConnect');
      return socket.on('error', () => {});
    });
    sockets.push(...(await Promise.all(batch)));
  }
  return sockets;
}

/** Sends the request; resolves with its status when the server closed the connection, or `lost`. */
function answered(
  socket: TLSSocket,
  { endpoint, method, path, body = '' }: Pick<CrowdTask, 'method' | 'path' | 'body'> & { readonly endpoint: Endpoint },
  reads: CrowdTask['reads'],
): Promise<string> {
  const { host, port: at, token } = endpoint;
  const headers = `host: ${host}:${at}\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\nconnection: close\r\n`;
  socket.write(`${method} ${path} HTTP/1.1\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  if (reads === 'nothing') return Promise.resolve('');
  let status = '';
  socket.on('data', (bytes: Buffer) => {
    status ||= bytes.toString('latin1', 9, 12);
  });
  return new Promise((resolve) => socket.once('close', () => resolve(status || 'lost')));
}

/**
 * Latencies of small requests in ms until stopped. An unanswered request counts with its time so far. Requests delayed by a slow one count
 * as if sent on schedule: a stall affects many requests.
 */
async function probe({ endpoint, probe: path }: { readonly endpoint: Endpoint } & ProbeTask): Promise<void> {
  const connection = await RawConnection.open(endpoint);
  const times: number[] = [];
  let leaving = false;
  const reply = once(port(), 'message').then(() => {
    leaving = true;
  });
  port().postMessage('ready');
  while (!leaving) {
    const began = performance.now();
    await Promise.race([connection.send('GET', path), reply]);
    for (let time = performance.now() - began; time > 0; time -= PROBE_PAUSE_MS) times.push(time);
    await pause(PROBE_PAUSE_MS);
  }
  connection.close();
  port().postMessage(times);
}

function port() {
  if (parentPort === null) throw new Error('a crowd has a thread of its own');
  return parentPort;
}

if (!isMainThread && workerData !== null && 'endpoint' in workerData) {
  const task = workerData as ThreadTask;
  await ('probe' in task ? probe(task) : crowd(task));
  port().close();
}
