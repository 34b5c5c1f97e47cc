import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { loadIdentity } from '@klockwork/tls';
import { HttpsClient } from './https-client.ts';

/** Responses of a bare server: one for all requests, or chunks for each GET of `/stream` after a PUT. */
export interface BareAnswers {
  readonly answer: string;
  readonly chunks?: readonly string[];
}

/** HTTPS server without logic, for the upper bound of this machine: reads a body and responds. Runs on its own thread. */
export async function withBareServer<T>(answers: string | BareAnswers, use: (client: HttpsClient) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'klockwork-bench-'));
  const identity = loadIdentity(folder, ['127.0.0.1']);
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { server: identity.server, ...(typeof answers === 'string' ? { answer: answers } : answers) },
  });
  const [port] = (await once(worker, 'message')) as [number];
  const client = new HttpsClient({ host: '127.0.0.1', port, ca: identity.authority });
  try {
    return await use(client);
  } finally {
    client.close();
    await worker.terminate();
    rmSync(folder, { recursive: true });
  }
}

type ThreadData = BareAnswers & { readonly server: { key: string; certificate: string } };

/** The thread's part. */
async function serve({ server: { key, certificate }, answer, chunks = [] }: ThreadData, ready: (port: number) => void): Promise<void> {
  const body = Buffer.from(answer);
  const streams: ServerResponse[] = [];
  const server: Server = createServer({ key, cert: certificate }, (request, response) => {
    if (request.url === '/stream') {
      response.writeHead(200).flushHeaders();
      streams.push(response);
      return;
    }
    request.resume().once('end', () => response.writeHead(200, { 'content-length': body.byteLength }).end(body));
    if (request.method === 'PUT') for (const stream of streams.splice(0)) void sendAll(stream, chunks);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ready((server.address() as AddressInfo).port);
}

/** Sends with backpressure. */
async function sendAll(stream: ServerResponse, chunks: readonly string[]): Promise<void> {
  for (const chunk of chunks) if (!stream.write(chunk)) await once(stream, 'drain');
}

const { isMainThread, parentPort, workerData } = await import('node:worker_threads');
if (!isMainThread && parentPort !== null) await serve(workerData, (port) => parentPort?.postMessage(port));
