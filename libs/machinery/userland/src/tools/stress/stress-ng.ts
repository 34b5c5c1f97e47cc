import { sizeOf } from '../bytes/size-text.ts';
import type { Call, Command } from '../call.ts';
import { type Options, UsageError } from '../options.ts';
import { durationMs } from '../system/duration.ts';
import { BYTES_PER_SECOND, runWorkers, steady, VM_BYTES, WHOLE, type Worker } from './stress.ts';

const DAY_MS = 86_400_000;
const LONG: Readonly<Record<string, string>> = {
  cpu: 'c',
  matrix: '9',
  io: 'i',
  hdd: 'd',
  vm: 'm',
  'cpu-load': 'l',
  timeout: 't',
  quiet: 'q',
  verbose: 'v',
  metrics: 'M',
  'metrics-brief': 'M',
  backoff: 'b',
  'vm-bytes': '1',
  'vm-hang': '3',
  'hdd-bytes': '4',
  'vm-keep': '5',
  'vm-method': '6',
  'cpu-method': '7',
  'vm-populate': '8',
};
/** Stressors by name, with the option letter of their worker count. */
const STRESSORS = { cpu: 'c', matrix: '9', io: 'i', hdd: 'd', vm: 'm' } as const;
type Stressor = keyof typeof STRESSORS;

/** `stress-ng --cpu N --vm N --vm-bytes SIZE --timeout TIME …`: the stressors that use processor and memory, of its hundreds. */
export const stressNg: Command = async (call) => {
  const options = call.options({ letters: 'c:i:m:d:l:t:qvMb:1:3:4:56:7:89:', long: LONG });
  const stressors = chosenStressors(call, options);
  if (stressors.length === 0) return call.complain('No stress workers invoked');
  const timeoutMs = options.has('t') ? durationMs(options.value('t') ?? '') : DAY_MS;
  if (timeoutMs === undefined) throw new UsageError(`illegal time unit`);
  const info = (text: string) =>
    options.has('q') ? Promise.resolve() : call.print(`stress-ng: info:  [${call.process.pid}] ${text}\n`).then(() => {});
  await info(
    options.has('t') ? `setting to a ${timeText(timeoutMs)} run per stressor` : `defaulting to a ${timeText(DAY_MS)} run per stressor`,
  );
  await info(`dispatching hogs: ${stressors.map(([name, count]) => `${count} ${name}`).join(', ')}`);
  const workers = stressors.flatMap(([name, count]) => Array.from({ length: count }, () => workerOf(name, options)));
  const { lost, forMs } = await runWorkers(call, workers, timeoutMs === 0 ? undefined : timeoutMs);
  const names = stressors.map(([name, count]) => `${name} (${count})`).join(' ');
  const count = stressors.reduce((sum, [, each]) => sum + each, 0);
  await info('skipped: 0');
  await info(lost === undefined ? `passed: ${count}: ${names}` : 'passed: 0');
  await info(lost === undefined ? 'failed: 0' : `failed: ${count}: ${names}`);
  await info('metrics untrustworthy: 0');
  await info(`${lost === undefined ? 'successful' : 'unsuccessful'} run completed in ${(forMs / 1_000).toFixed(2)} secs`);
  return lost === undefined ? 0 : 2;
};

/** Worker count 0 means one a processor. */
function chosenStressors(call: Call, { has, value }: Options): readonly (readonly [Stressor, number])[] {
  return Object.entries(STRESSORS)
    .filter(([, letter]) => has(letter))
    .map(([name, letter]) => {
      const text = value(letter) ?? '';
      if (!/^\d+$/.test(text)) throw new UsageError(`Invalid number '${text}'`);
      return [name as Stressor, Number(text) || call.process.machine.node.size.processors] as const;
    });
}

function workerOf(name: Stressor, { has, value }: Options): Worker {
  if (name === 'io') return { cpu: steady(WHOLE / 10) };
  if (name !== 'vm') return { cpu: steady((WHOLE * (name === 'cpu' ? Number(value('l') ?? '100') : 100)) / 100) };
  const text = value('1');
  const bytes = text === undefined ? VM_BYTES : sizeOf(text.replace(/B$/i, ''));
  if (bytes === undefined) throw new UsageError(`Illegal size specifier ${text?.at(-1)}`);
  const memory = { ...steady(0), growthPerSecond: BYTES_PER_SECOND, upTo: bytes };
  return has('3') ? { memory } : { memory, cpu: steady(WHOLE) };
}

/** `1 day, 0 secs`, `1 min, 30 secs`, `10 secs` */
function timeText(ms: number): string {
  const seconds = ms / 1_000;
  const parts = [
    [Math.floor(seconds / 86_400), 'day'],
    [Math.floor(seconds / 3_600) % 24, 'hour'],
    [Math.floor(seconds / 60) % 60, 'min'],
  ] as const;
  const rest = seconds % 60;
  const text = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`);
  return [...text, `${rest} ${rest === 1 ? 'sec' : 'secs'}`].join(', ');
}
