import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { loadIdentity } from '@klockwork/tls';
import { HttpsClient } from './https-client.ts';

/** An HTTPS server that does nothing but read a body and answer one: what the machine allows at most. It runs on a thread of its own. */
export async function withBareServer<T>(answer: string, use: (client: HttpsClient) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'klockwork-bench-'));
  const identity = await loadIdentity(folder, ['127.0.0.1']);
  const worker = new Worker(new URL(import.meta.url), { workerData: { server: identity.server, answer } });
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

/** The thread's part. */
async function serve(data: { server: { key: string; certificate: string }; answer: string }, ready: (port: number) => void): Promise<void> {
  const body = Buffer.from(data.answer);
  const server: Server = createServer({ key: data.server.key, cert: data.server.certificate }, (request, response) => {
    request.resume().once('end', () => response.writeHead(200, { 'content-length': body.byteLength }).end(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ready((server.address() as AddressInfo).port);
}

const { isMainThread, parentPort, workerData } = await import('node:worker_threads');
if (!isMainThread && parentPort !== null) await serve(workerData, (port) => parentPort?.postMessage(port));
