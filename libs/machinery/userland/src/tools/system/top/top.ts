import type { Call, Command } from '../../call.ts';
import type { Options } from '../../options.ts';
import { readMemory } from '../memory.ts';
import { processRows } from '../process-row.ts';
import { uptimeLine } from '../uptime.ts';
import { busyboxTop } from './busybox-top.ts';
import type { Frame } from './frame.ts';
import { procpsTop } from './procps-top.ts';

/** Default refresh interval, s. */
const INTERVAL = { busybox: 5, gnu: 3 } as const;

/** `top [-b] [-n COUNT] [-d SECONDS] [-c]`: processes by processor use; at a terminal, `q` quits. */
export const top: Command = async (call) => {
  const options = call.options({ letters: call.isBusybox ? 'bn:d:mH' : 'bn:d:w:cH' });
  const isBatch = options.has('b');
  if (!isBatch && !call.isBusybox && !call.stdout.isTerminal) return call.complain('failed tty get');
  const seconds = Number(options.value('d') ?? INTERVAL[call.flavour]);
  if (!(seconds >= 0)) return call.complain(`bad delay interval '${options.value('d')}'`);
  const quit = !isBatch && call.stdin.isTerminal ? untilQuit(call) : undefined;
  const intervalMs = Math.max(100, Math.round(seconds * 1_000));
  for (let left = Number(options.value('n') ?? Number.POSITIVE_INFINITY), isFirst = true; left > 0; left--, isFirst = false) {
    if (!isFirst && (await pause(call, intervalMs, quit)) === 'quit') return 0;
    await call.print(screen(call, options, { isBatch, isFirst }));
  }
  return 0;
};

async function pause(call: Call, ms: number, quit: Promise<'quit'> | undefined): Promise<unknown> {
  const wait = call.process.sleep(ms);
  return quit === undefined ? wait : Promise.race([wait, quit]);
}

/** Terminal input arrives as whole lines: a line with `q`, or end of input, quits. */
async function untilQuit(call: Call): Promise<'quit'> {
  for await (const keys of call.chunks(call.stdin)) if (keys.includes('q')) break;
  return 'quit';
}

function screen(call: Call, options: Options, { isBatch, isFirst }: { readonly isBatch: boolean; readonly isFirst: boolean }): string {
  const frame = frameOf(call);
  const lines = call.isBusybox ? busyboxTop(frame) : procpsTop(frame, { whole: options.has('c') });
  if (isBatch) return `${isFirst || call.isBusybox ? '' : '\n'}${lines.join('\n')}\n`;
  const { rows, columns } = call.stdin.terminalSize?.() ?? { rows: 0, columns: 0 };
  const visibleLines = lines.slice(0, rows > 1 ? rows - 1 : undefined).map((line) => line.slice(0, columns > 0 ? columns : undefined));
  return `\x1b[H\x1b[J${visibleLines.join('\n')}\n`;
}

function frameOf(call: Call): Frame {
  const { node } = call.process.machine;
  return {
    uptime: uptimeLine(call),
    loadavg: call.files.read('/proc/loadavg').trimEnd(),
    memory: readMemory(call),
    processors: node.size.processors,
    busyProcessors: Math.min(node.size.processors, node.load.busyProcessors),
    rows: processRows(call),
  };
}
