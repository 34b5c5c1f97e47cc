import { ConnectionError } from '@klockwork/pod-lifecycle';
import type { Process } from '../../process.ts';
import type { Call, Command } from '../call.ts';
import { flagOf } from '../flags.ts';
import { connectWithin } from '../network/connect-to-any.ts';
import { DeadlineError } from '../network/deadline.ts';
import { readKeyPair, reportFailure, serveHttps } from '../network/https-server.ts';
import { lookUpHost } from '../network/resolver.ts';
import { delegatedUser, readFrontProxy } from './delegated-user.ts';
import { WardleAnswers } from './wardle-answers.ts';

/** Max wait for etcd in ms, and the period of its attempts. */
const ETCD_MS_MAX = 20_000;
const ETCD_RETRY_MS = 1_000;
const ETCD_CONNECT_MS = 1_000;

/**
 * `sample-apiserver`: serves Flunders and Fischers to users of the front proxy, once etcd accepts connections. Objects stay in the memory of
 * the process. Models k8s.io/sample-apiserver.
 */
export const sampleApiServer: Command = async (call) => {
  const { process, args } = call;
  const keyPair = readKeyPair(call);
  if (typeof keyPair === 'string') return fail(call, keyPair);
  if (!(await connectsToEtcd(process, flagOf(args, 'etcd-servers') ?? ''))) return fail(call, 'context deadline exceeded');
  const proxy = await readFrontProxy(process);
  if (typeof proxy === 'string') return fail(call, proxy);
  const answers = new WardleAnswers(process);
  const port = Number(flagOf(args, 'secure-port') ?? 443);
  await call.print(`Serving securely on [::]:${port}\n`);
  const service = { program: 'sample-apiserver', port, keyPair, clientAuthorities: proxy.authorities };
  return reportFailure(call, port, () =>
    serveHttps(process, {
      ...service,
      answer: (request, clientName) => answers.answer(request, delegatedUser(request.head, clientName, proxy)),
    }),
  );
};

/** Tries until etcd accepts a connection; returns false after 20 s. */
async function connectsToEtcd(process: Process, url: string): Promise<boolean> {
  const [, host = '', port = '2379'] = /^https?:\/\/([^:/]+)(?::(\d+))?/.exec(url) ?? [];
  const { clock } = process.machine;
  for (const end = clock.now() + ETCD_MS_MAX; clock.now() < end; ) {
    if (await accepts(process, host, Number(port))) return true;
    await process.sleep(ETCD_RETRY_MS);
  }
  return false;
}

async function accepts(process: Process, host: string, port: number): Promise<boolean> {
  const lookup = await lookUpHost(process, host);
  const [address] = 'addresses' in lookup ? lookup.addresses : [];
  if (address === undefined) return false;
  try {
    (await connectWithin(process, { address, port }, ETCD_CONNECT_MS)).close();
    return true;
  } catch (error) {
    if (error instanceof ConnectionError || error instanceof DeadlineError) return false;
    throw error;
  }
}

function fail(call: Call, message: string): Promise<number> {
  return call.print(`Error: ${message}\n`).then(() => 1);
}
