import { bytesOf, encodeBase64, sha256 } from '@klockwork/kernel';
import { writeMessage } from '../../process/write-message.ts';
import type { Call, Command } from '../call.ts';
import { flagOf } from '../flags.ts';
import { clusterGet, inClusterConfig } from './in-cluster.ts';
import { klogLine, logLine } from './klog.ts';

const POLL_SECONDS = '30';

/** `agnhost inclusterclient`: asks the API server for its health again and again. Models test/images/agnhost/inclusterclient. */
export const agnhostInClusterClient: Command = async (call) => {
  const pollMs = Number(flagOf(call.args, 'poll-interval') ?? POLL_SECONDS) * 1_000;
  await log(call, 'I', 'main.go:59', 'started');
  const config = inClusterConfig(call.process);
  if (typeof config === 'string') {
    await logLine(call, `err: ${config}`);
    return 1;
  }
  for (;;) {
    await call.process.sleep(pollMs);
    await poll(call);
  }
};

/** Reads the token again: the kubelet rotates it. */
async function poll(call: Call): Promise<void> {
  const config = inClusterConfig(call.process);
  if (typeof config === 'string') return log(call, 'E', 'main.go:80', `error checking /healthz: ${config}`);
  await log(call, 'I', 'main.go:78', 'calling /healthz');
  await log(call, 'I', 'main.go:94', `authz_header=${headerHash(`Bearer ${config.token.trim()}`)}`);
  const { host, port } = config;
  const answer = await clusterGet(call.process, config, { scheme: 'https', user: '', host, port, target: '/healthz' });
  const problem = 'error' in answer ? answer.error : answer.status === 200 ? undefined : answer.body;
  if (problem === undefined) return;
  await log(call, 'E', 'main.go:81', 'status=failed');
  await log(call, 'E', 'main.go:82', `error checking /healthz: ${problem}`);
}

function headerHash(header: string): string {
  const bytes = (sha256(`salt|${header}`).match(/../g) ?? []).map((byte) => String.fromCharCode(Number.parseInt(byte, 16))).join('');
  return encodeBase64(bytesOf(bytes)).replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_');
}

function log(call: Call, level: 'I' | 'E', place: string, text: string): Promise<void> {
  return writeMessage(call.stderr, klogLine(call, level, place, text));
}
