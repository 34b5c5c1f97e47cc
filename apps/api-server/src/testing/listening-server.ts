import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiAnswer, ApiRequest, ApiStream, ByteSink } from '@klockwork/api-server';
import { nodeTimer } from '@klockwork/host';
import { CountingActivity } from '@klockwork/kernel';
import { type Identity, loadIdentity } from '@klockwork/tls';
import Fastify, { type FastifyInstance } from 'fastify';
import { ForeignWatches } from '../foreign-watches.ts';
import { bridgeHttp } from '../http-bridge.ts';
import { serverLimits } from '../server-limits.ts';
import { twoProtocols } from '../two-protocols.ts';

/** More than goes uncompressed. */
export const LARGE = 'x'.repeat(128 * 1_024 + 1);

const open: FastifyInstance[] = [];
let identity: Promise<Identity> | undefined;

/** To be called after each test: ends the servers that it made. */
export async function closeServers(): Promise<void> {
  for (const server of open.splice(0)) await server.close();
}

/**
 * The port of the api-server, listening, with an API that tells what it was asked, and how many holds there were meanwhile. A request for
 * /watch is a watch, /large has a large answer, all else is done.
 */
export async function listeningServer({
  settleMs = 0,
  patience,
}: {
  settleMs?: number;
  patience?: Parameters<typeof serverLimits>[0];
} = {}) {
  const activity = new CountingActivity(setImmediate);
  const asked: ApiRequest[] = [];
  const holds: number[] = [];
  const sinks: ByteSink[] = [];
  const handle = async (request: ApiRequest): Promise<ApiAnswer | ApiStream> => {
    asked.push(request);
    holds.push(activity.state().holds);
    if (request.path === '/watch') return { status: 200, headers: {}, watch: true, start: (sink: ByteSink) => void sinks.push(sink) };
    return { status: 200, headers: { 'content-type': 'text/plain' }, body: request.path === '/large' ? LARGE : 'done' };
  };
  identity ??= madeIdentity();
  const { server, authority } = await identity;
  const limits = serverLimits(patience);
  const fastify = Fastify({ serverFactory: twoProtocols(server, limits), ...limits.fastify, forceCloseConnections: true });
  open.push(fastify);
  const foreign = new ForeignWatches({ activity, host: nodeTimer, settleMs });
  bridgeHttp(fastify, { api: { handle }, authenticate: () => 'someone', activity, foreign });
  await fastify.listen({ port: 0, host: '127.0.0.1' });
  const { port } = fastify.server.address() as AddressInfo;
  return { fastify, activity, asked, holds, sinks, address: { port, ca: authority } };
}

async function madeIdentity(): Promise<Identity> {
  const folder = mkdtempSync(join(tmpdir(), 'klockwork-tls-'));
  try {
    return await loadIdentity(folder, ['127.0.0.1']);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
