import type { Use } from '@klockwork/images';
import type { Child, Main } from '../../process.ts';
import { sizeOf } from '../bytes/size-text.ts';
import type { Call, Command } from '../call.ts';
import { type Options, UsageError } from '../options.ts';
import { durationMs } from '../system/duration.ts';

/** Millicores of a busy worker. */
export const WHOLE = 1_000;
/** Speed of writing memory, bytes/s. */
export const BYTES_PER_SECOND = 1024 ** 3;
export const VM_BYTES = 256 * 1024 ** 2;

/** Resource use of one worker until its end. */
export interface Worker {
  readonly cpu?: Use;
  readonly memory?: Use;
}

/** `stress [-c N] [-i N] [-m N] [--vm-bytes SIZE] [--vm-hang SECONDS] [--vm-keep] [-d N] [-t TIME] [-q]`, of stress 1.0.4: workers that use processor and memory. */
export const stress: Command = async (call) => {
  const options = call.options({
    letters: 'qvnt:b:c:i:m:d:1:2:3:4:5',
    long: {
      quiet: 'q',
      verbose: 'v',
      'dry-run': 'n',
      timeout: 't',
      backoff: 'b',
      cpu: 'c',
      io: 'i',
      vm: 'm',
      hdd: 'd',
      'vm-bytes': '1',
      'vm-stride': '2',
      'vm-hang': '3',
      'hdd-bytes': '4',
      'vm-keep': '5',
    },
  });
  const numbers = countsOf(options);
  const [cpu, io, vm, hdd] = numbers;
  const workers = workersOf(options, numbers);
  const say = async (kind: string, text: string) =>
    kind === 'info' && options.has('q') ? undefined : call.print(`stress: ${kind}: [${call.process.pid}] ${text}\n`);
  if (workers.length === 0) return complainOfNothing(call);
  await say('info', `dispatching hogs: ${cpu} cpu, ${io} io, ${vm} vm, ${hdd} hdd`);
  return supervise(call, workers, options.has('t') ? durationMs(options.value('t') ?? '') : undefined, say);
};

/** The same amount always. */
export function steady(base: number): Use {
  return { base, growthPerSecond: 0, upTo: Number.POSITIVE_INFINITY, spikes: [] };
}

function countsOf({ value }: Options): readonly [number, number, number, number] {
  const count = (letter: string) => {
    const text = value(letter) ?? '0';
    if (!/^\d+$/.test(text)) throw new UsageError(`invalid number of workers: ${text}`);
    return Number(text);
  };
  return [count('c'), count('i'), count('m'), count('d')];
}

function workersOf({ value, has }: Options, [cpu, io, vm, hdd]: readonly [number, number, number, number]): Worker[] {
  const text = value('1');
  const bytes = text === undefined ? VM_BYTES : sizeOf(text.replace(/B$/, ''));
  if (bytes === undefined) throw new UsageError(`unrecognized suffix: ${text?.at(-1)}`);
  const memory = { ...steady(0), growthPerSecond: BYTES_PER_SECOND, upTo: bytes };
  const busy = { cpu: steady(WHOLE) };
  // With `--vm-keep` or `--vm-hang`, workers use no processor.
  const hog: Worker = has('3') || has('5') ? { memory } : { memory, ...busy };
  const many = (count: number, worker: Worker) => Array.from({ length: count }, () => worker);
  return [...many(cpu + hdd, busy), ...many(io, { cpu: steady(WHOLE / 10) }), ...many(vm, hog)];
}

async function complainOfNothing(call: Call): Promise<number> {
  await call.print('Usage: stress [OPTION [ARG]] ...\n');
  return 1;
}

async function supervise(
  call: Call,
  workers: readonly Worker[],
  timeoutMs: number | undefined,
  say: (kind: string, text: string) => Promise<unknown>,
): Promise<number> {
  const { lost, forMs } = await runWorkers(call, workers, timeoutMs);
  const seconds = Math.floor(forMs / 1_000);
  if (lost === undefined) {
    await say('info', `successful run completed in ${seconds}s`);
    return 0;
  }
  await say('FAIL', `(415) <-- worker ${lost.pid} got signal ${lost.code - 128}`);
  await say('WARN', '(417) now reaping child worker processes');
  await say('FAIL', `(451) failed run completed in ${seconds}s`);
  return 1;
}

/** Runs workers until the time limit, or until another process kills one (`lost`). */
export async function runWorkers(
  call: Call,
  workers: readonly Worker[],
  timeoutMs: number | undefined,
): Promise<{ lost: { readonly pid: number; readonly code: number } | undefined; forMs: number }> {
  const { process } = call;
  const since = call.now();
  const children = workers.map((worker) => process.fork(work(worker)));
  const timeout = timeoutMs === undefined ? process.untilKilled() : process.sleep(timeoutMs).then(() => undefined);
  const exits = children.map(async (child) => ({ pid: child.pid, code: (await process.wait(child)).code }));
  const firstExit = await Promise.race([timeout, ...exits]);
  await endAll(call, children);
  return { lost: firstExit, forMs: call.now() - since };
}

async function endAll({ process }: Call, children: readonly Child[]): Promise<void> {
  for (const child of children) if (!child.ended) process.machine.processes.kill(process, child.pid, 'TERM');
  for (const child of children) await process.wait(child);
}

function work({ cpu, memory }: Worker): Main {
  return async (process) => {
    const end = process.machine.use(process.pid, { ...(cpu && { cpu }), ...(memory && { memory }) });
    try {
      return await process.untilKilled();
    } finally {
      end();
    }
  };
}
