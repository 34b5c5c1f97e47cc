import { writeMessage } from '../../process/write-message.ts';
import { sizeOf } from '../bytes/size-text.ts';
import type { Call, Command } from '../call.ts';
import { formatTime } from '../date.ts';
import { steady } from './stress.ts';

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const DEFAULTS: Readonly<Record<string, string>> = { 'mem-total': '0', 'mem-alloc-size': '4Ki', 'mem-alloc-sleep': '1ms', cpus: '0' };

/** The program of the image vish/stress: `-cpus N`, `-mem-total SIZE` in steps of `-mem-alloc-size`, one each `-mem-alloc-sleep`. */
export const vishStress: Command = async (call) => {
  const flags = flagsOf(call.args);
  if (typeof flags === 'string') return complain(call, flags);
  const [total, step] = [sizeOf(flags['mem-total'] ?? ''), sizeOf(flags['mem-alloc-size'] ?? '')];
  const [, sleep, unit] = /^(\d+)(ms|s|m|h)$/.exec(flags['mem-alloc-sleep'] ?? '') ?? [];
  const pauseMs = Number(sleep) * (UNIT_MS[unit ?? ''] ?? 0);
  const cpus = Number(flags.cpus);
  if (total === undefined || step === undefined || !(pauseMs >= 0) || !Number.isInteger(cpus))
    return complain(call, 'invalid value for flag');
  await log(
    call,
    26,
    `Allocating "${flags['mem-total']}" memory, in "${flags['mem-alloc-size']}" chunks, with a ${flags['mem-alloc-sleep']} sleep between allocations`,
  );
  for (let thread = 0; thread < cpus; thread++) await log(call, 29, 'Spawning a thread to consume CPU');
  const growthPerSecond = (step * 1_000) / Math.max(pauseMs, 0.001);
  const end = call.process.machine.use(call.process.pid, {
    cpu: steady(cpus * 1_000),
    memory: { ...steady(0), growthPerSecond, upTo: total },
  });
  try {
    await call.process.sleep(Math.ceil((total / growthPerSecond) * 1_000));
    await log(call, 39, `Allocated "${flags['mem-total']}" memory`);
    return await call.process.untilKilled();
  } finally {
    end();
  }
};

/** Go flags: one or two dashes, value after `=` or as next word. Returns a message when invalid. */
function flagsOf(args: readonly string[]): Readonly<Record<string, string>> | string {
  const flags: Record<string, string> = { ...DEFAULTS };
  for (let at = 0; at < args.length; at++) {
    const [, name = '', value] = /^--?([\w-]+)(?:=(.*))?$/.exec(args[at] ?? '') ?? [];
    if (name === 'logtostderr') continue;
    if (!Object.hasOwn(DEFAULTS, name)) return `flag provided but not defined: ${args[at]}`;
    flags[name] = value ?? args[++at] ?? '';
  }
  return flags;
}

async function complain(call: Call, text: string): Promise<number> {
  await writeMessage(call.stderr, `${text}\nUsage of /stress:\n`);
  return 2;
}

/** Log line in glog format. */
async function log(call: Call, line: number, text: string): Promise<void> {
  const at = formatTime(call.now(), '%m%d %H:%M:%S.%L000');
  await writeMessage(call.stderr, `I${at} ${String(call.process.pid).padStart(7)} main.go:${line}] ${text}\n`);
}
