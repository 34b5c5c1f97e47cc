import type { Listener, ServingProgram } from '@klockwork/images';
import type { DeclaredContainer } from '@klockwork/pod-lifecycle';
import type { Main, Processes } from '@klockwork/userland';
import { openPorts } from '../network/servers/open-ports.ts';
import { type FilledRun, writeLines } from './fill-in.ts';
import { signalled } from './run-described.ts';

/** Run time of a stand-in that must complete, ms. */
const WORK_MS = 1_000;
const NO_REACTION = { goesOn: false, code: 0, lines: [], afterMs: 0 } as const;
const SERVING: ServingProgram = { type: 'serve', lines: [], reactions: { TERM: NO_REACTION, INT: NO_REACTION, QUIT: NO_REACTION } };

/**
 * Emulates a container with an unknown image: listens on its declared ports until a fatal signal (exit 0), or exits with 0 where its pod
 * waits for completion.
 */
export async function runStandIn(run: FilledRun, { ports, ends }: DeclaredContainer): Promise<number> {
  const { process } = run;
  if (ends) {
    await writeLines([`${nameOf(run)}; it ends with 0 after ${WORK_MS / 1_000} s`], run);
    await process.sleep(WORK_MS);
    return 0;
  }
  const startedAt = process.machine.clock.now();
  const end = signalled({ ...run, startedAt }, SERVING);
  const open = ports.filter((port) => openPorts(run, [listenerOf(port, run)]) === undefined);
  await writeLines([`${nameOf(run)}; it ${open.length === 0 ? 'runs' : `listens on ${textOf(open)}`} until it is asked to stop`], run);
  return end;
}

/** Replaces a command of a client or probe that a stand-in lacks: exits with 0 and prints that it did nothing. */
export function succeedForNothing(image: string): Main {
  return async (process) => {
    const [program = ''] = process.argv;
    const name = program.endsWith('stand-in') ? 'the program' : program;
    await process.stderr.write(`klockwork: ${name} did nothing: ${image} is a stand-in and has no such program\n`);
    return 0;
  };
}

/** Returns whether a process is the container's first, or its descendant. */
export function isOfFirst(
  { processes, parent, pid }: { readonly processes: Pick<Processes, 'get'>; readonly parent: number; readonly pid: number },
  first: number | undefined,
): boolean {
  let [root, above] = [pid, parent];
  for (let next = processes.get(above); next !== undefined; next = processes.get(above)) [root, above] = [next.pid, next.parent];
  return root === first;
}

function nameOf({ resolved, process }: FilledRun): string {
  const program = process.argv[0] ?? '';
  return `klockwork: ${program.endsWith('stand-in') ? '' : `${program} of `}${resolved.name} is a stand-in, its program is not simulated`;
}

function listenerOf(port: number, { resolved, process }: FilledRun): Listener {
  return { port, speaks: 'any', page: `stand-in for ${resolved.name} on ${process.machine.hostname}\n` };
}

function textOf(ports: readonly number[]): string {
  const last = ports.at(-1);
  return ports.length === 1 ? `${last}` : `${ports.slice(0, -1).join(', ')} and ${last}`;
}
