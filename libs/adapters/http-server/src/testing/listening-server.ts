import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { idleTimer, nodeTimer } from '@klockwork/host';
import type { ApiAnswer, ApiRequest, ApiStream, ByteSink, HttpApi, TextSequence } from '@klockwork/http-api';
import { assert, CountingActivity, silentLogger } from '@klockwork/kernel';
import { type Identity, loadIdentity } from '@klockwork/tls';
import { HttpServer } from '../http-server.ts';
import { serverLimits } from '../limits/server-limits.ts';

/** Body above the threshold of compression. */
export const LARGE = 'x'.repeat(128 * 1_024 + 1);
/** Text and number of the items of /list. */
export const LIST = { text: 'x'.repeat(1_024), count: 32 * 1_024 };

const open: HttpServer[] = [];
let identity: Identity | undefined;

/** Closes the servers of a test; call after each test. */
export async function closeServers(): Promise<void> {
  for (const server of open.splice(0)) await server.close();
}

/**
 * Starts a server over an API that records requests and the number of holds. The path selects the answer: /watch a stream, /large a
 * large body, /list a sequence of texts, /broken an exception, /broken-watch an exception after the headers. `errors` has the logged errors.
 */
export async function listeningServer({
  settleMs = 0,
  timeouts,
  api,
}: {
  settleMs?: number;
  /** Replaces the API of tests. */
  api?: HttpApi;
  timeouts?: Parameters<typeof serverLimits>[0];
} = {}) {
  const activity = new CountingActivity(setImmediate);
  const asked: ApiRequest[] = [];
  const holds: number[] = [];
  const sinks: ByteSink[] = [];
  const errors: string[] = [];
  const listed = { texts: 0 };
  const list: TextSequence = {
    texts: {
      *[Symbol.iterator]() {
        for (let index = 0; index < LIST.count; index++) {
          listed.texts += 1;
          yield LIST.text;
        }
      },
    },
  };
  const handle = async (request: ApiRequest): Promise<ApiAnswer | ApiStream> => {
    asked.push(request);
    holds.push(activity.state().holds);
    if (request.path === '/broken') throw new Error('broken');
    if (request.path === '/broken-watch') return { status: 200, headers: {}, start: () => assert(false, 'broken') };
    if (request.path === '/watch') return { status: 200, headers: {}, watch: true, start: (sink: ByteSink) => void sinks.push(sink) };
    if (request.path === '/list') return { status: 200, headers: {}, body: list };
    return { status: 200, headers: { 'content-type': 'text/plain' }, body: request.path === '/large' ? LARGE : 'done' };
  };
  identity ??= createIdentity();
  const { server, authority, frontProxy } = identity;
  const listening = HttpServer.overTls(
    { ...server, clientAuthority: frontProxy.authority },
    {
      api: api ?? { handle },
      authenticate: () => 'someone',
      activity,
      ...{ host: nodeTimer, idle: idleTimer, settleMs, memory: { collect() {}, setScarce() {} } },
      logger: { ...silentLogger, error: (fields, message) => void errors.push(`${message}: ${fields.method} ${fields.url}`) },
    },
    serverLimits(timeouts),
  );
  open.push(listening);
  const port = await listening.listen(0, '127.0.0.1');
  const certificates = { valid: frontProxy.client, foreign: server };
  return { close: () => listening.close(), activity, asked, holds, sinks, errors, listed, certificates, address: { port, ca: authority } };
}

function createIdentity(): Identity {
  const folder = mkdtempSync(join(tmpdir(), 'klockwork-tls-'));
  try {
    return loadIdentity(folder, ['127.0.0.1']);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
