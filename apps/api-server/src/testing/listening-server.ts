import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiAnswer, ApiRequest, ApiStream, ByteSink, HttpApi, TextSequence } from '@klockwork/api-server';
import { nodeTimer } from '@klockwork/host';
import { assert, CountingActivity, silentLogger } from '@klockwork/kernel';
import { type Identity, loadIdentity } from '@klockwork/tls';
import { ApiPort } from '../api-port.ts';
import { ForeignWatches } from '../foreign-watches.ts';
import { serverLimits } from '../server-limits.ts';
import { twoProtocols } from '../two-protocols.ts';

/** More than goes uncompressed. */
export const LARGE = 'x'.repeat(128 * 1_024 + 1);
/** Texts of a list, and how long it is. */
export const LIST = { text: 'x'.repeat(1_024), count: 32 * 1_024 };

const open: ApiPort[] = [];
let identity: Promise<Identity> | undefined;

/** To be called after each test: ends the servers that it made. */
export async function closeServers(): Promise<void> {
  for (const port of open.splice(0)) await port.close();
}

/**
 * The port of the api-server, listening, with an API that tells what it was asked, and how many holds there were meanwhile. A request for
 * /watch is a watch, /large has a large answer, /broken is a mistake, and /broken-watch one that shows late; all else is done. What is written into the process's log is kept in `errors`.
 */
export async function listeningServer({
  settleMs = 0,
  patience,
  api,
}: {
  settleMs?: number;
  /** Answers instead of the API of tests. */
  api?: HttpApi;
  patience?: Parameters<typeof serverLimits>[0];
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
  identity ??= madeIdentity();
  const { server, authority } = await identity;
  const foreign = new ForeignWatches({ activity, host: nodeTimer, settleMs });
  const listening = new ApiPort(twoProtocols(server, serverLimits(patience)), {
    api: api ?? { handle },
    authenticate: () => 'someone',
    activity,
    foreign,
    logger: { ...silentLogger, error: (fields, message) => void errors.push(`${message}: ${fields.method} ${fields.url}`) },
  });
  open.push(listening);
  const port = await listening.listen(0, '127.0.0.1');
  return { close: () => listening.close(), activity, asked, holds, sinks, errors, listed, address: { port, ca: authority } };
}

async function madeIdentity(): Promise<Identity> {
  const folder = mkdtempSync(join(tmpdir(), 'klockwork-tls-'));
  try {
    return await loadIdentity(folder, ['127.0.0.1']);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
