import type { Call, Command } from '../call.ts';
import { durationMs } from '../system/duration.ts';
import { DeadlineError, within } from './deadline.ts';
import { lookUpHost } from './resolver.ts';

/** Statistics of one run. */
interface Tally {
  sent: number;
  readonly tookMs: number[];
}

/** Initial 64 minus two hops between nodes. Pods of one node have no hop. */
const TTL = 62;
const WAIT_MS = 10_000;

/** `ping [-c COUNT] [-i SECONDS] [-W SECONDS] [-w SECONDS] [-q] HOST` of BusyBox or iputils, by image. */
export const ping: Command = async (call) => {
  const { value, has, operands } = call.options({ letters: 'c:i:W:w:s:t:I:nq4A' });
  const [host = ''] = operands;
  if (host === '')
    return call.usage(call.isBusybox ? 'missing operand' : 'usage error: Destination address required', call.isBusybox ? 1 : 2);
  const lookup = await lookUpHost(call.process, host);
  if ('failure' in lookup) return unknownHost(call, host, lookup.failure === 'no-server');
  const [address = ''] = lookup.addresses;
  const size = value('s') ?? '56';
  await call.print(
    `PING ${host} (${address})${call.isBusybox ? `: ${size} data bytes` : ` ${size}(${Number(size) + 28}) bytes of data.`}\n`,
  );
  const count = Number(value('c') ?? Number.POSITIVE_INFINITY);
  const everyMs = durationMs(value('i') ?? '') ?? 1_000;
  const waitMs = durationMs(value('W') ?? '') ?? WAIT_MS;
  const endsAt = call.now() + (durationMs(value('w') ?? '') ?? Number.POSITIVE_INFINITY);
  const tally: Tally = { sent: 0, tookMs: [] };
  const beganAt = call.now();
  // Ctrl-C prints the statistics.
  const interruption = new Promise<void>((resolve) => void call.process.onSignal('INT', () => resolve()));
  await Promise.race([interruption, echoes(call, { address, size, count, everyMs, waitMs, endsAt, quiet: has('q') }, tally)]);
  await call.print(statistics(call, host, tally, call.now() - beganAt));
  return tally.tookMs.length > 0 ? 0 : 1;
};

interface Plan {
  readonly address: string;
  readonly size: string;
  readonly count: number;
  readonly everyMs: number;
  readonly waitMs: number;
  readonly endsAt: number;
  readonly quiet: boolean;
}

async function echoes(call: Call, { address, size, count, everyMs, waitMs, endsAt, quiet }: Plan, tally: Tally): Promise<void> {
  while (tally.sent < count && call.now() < endsAt) {
    const sentAt = call.now();
    tally.sent += 1;
    if (await isAnswered(call, address, Math.min(waitMs, endsAt - sentAt))) {
      const tookMs = call.now() - sentAt;
      tally.tookMs.push(tookMs);
      const number = call.isBusybox ? `seq=${tally.sent - 1}` : `icmp_seq=${tally.sent}`;
      if (!quiet) await call.print(`${Number(size) + 8} bytes from ${address}: ${number} ttl=${TTL} time=${tookMs.toFixed(3)} ms\n`);
    }
    const restMs = Math.min(sentAt + everyMs, endsAt) - call.now();
    if (tally.sent < count && restMs > 0) await call.process.sleep(restMs);
    await call.spend();
  }
}

async function isAnswered(call: Call, address: string, waitMs: number): Promise<boolean> {
  try {
    return await within(call.process, waitMs, async (stop) => {
      if (await call.process.machine.network.answers(address, stop)) return true;
      // No reply: waits for the time limit.
      return new Promise<boolean>((_, reject) => stop.onStop(() => reject(new DeadlineError())));
    });
  } catch (error) {
    if (error instanceof DeadlineError) return false;
    throw error;
  }
}

async function unknownHost(call: Call, host: string, noServer: boolean): Promise<number> {
  if (call.isBusybox) return call.complain(`bad address '${host}'`);
  await call.complain(`${host}: ${noServer ? 'Temporary failure in name resolution' : 'Name or service not known'}`);
  return 2;
}

function statistics(call: Call, host: string, { sent, tookMs }: Tally, totalMs: number): string {
  const receivedCount = tookMs.length;
  const lostPercent = sent === 0 ? 0 : Math.round(((sent - receivedCount) * 100) / sent);
  const counts = call.isBusybox
    ? `${sent} packets transmitted, ${receivedCount} packets received, ${lostPercent}% packet loss\n`
    : `${sent} packets transmitted, ${receivedCount} received, ${lostPercent}% packet loss, time ${totalMs}ms\n`;
  return `\n--- ${host} ping statistics ---\n${counts}${receivedCount === 0 ? '' : roundTrips(call, tookMs)}${call.isBusybox ? '' : receivedCount === 0 ? '\n' : ''}`;
}

function roundTrips(call: Call, tookMs: readonly number[]): string {
  const mean = tookMs.reduce((sum, ms) => sum + ms, 0) / tookMs.length;
  const deviation = Math.sqrt(tookMs.reduce((sum, ms) => sum + (ms - mean) ** 2, 0) / tookMs.length);
  const figures = [Math.min(...tookMs), mean, Math.max(...tookMs), ...(call.isBusybox ? [] : [deviation])].map((ms) => ms.toFixed(3));
  return `${call.isBusybox ? 'round-trip min/avg/max' : 'rtt min/avg/max/mdev'} = ${figures.join('/')} ms\n`;
}
