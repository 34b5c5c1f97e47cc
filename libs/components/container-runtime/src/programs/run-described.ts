import { type ExitingProgram, type Failure, failureOf, type ResolvedImage, type ServingProgram } from '@klockwork/images';
import { isSignal, type Process, writeMessage } from '@klockwork/userland';
import { openPorts } from '../network/servers/open-ports.ts';
import type { DescribedRun } from './described-run.ts';
import { writeLines } from './fill-in.ts';
import { runReaction } from './run-reaction.ts';
import { unmetNeed } from './unmet-need.ts';

/** Runs a described program: emulates its resource use and its exit or failure. */
export async function runDescribed(
  image: ResolvedImage,
  program: ServingProgram | ExitingProgram,
  args: readonly string[],
  process: Process,
): Promise<number> {
  const run = { resolved: image, args, process, startedAt: process.machine.clock.now() };
  process.killed.onStop(process.machine.use(process.pid, program));
  const unmet = program.needs && (await unmetNeed(run, program.needs));
  if (unmet !== undefined) {
    await writeLines(unmet.lines, run, process.stderr);
    return unmet.code;
  }
  const failure = failureOf(program, process.machine.attempt);
  if (failure?.afterMs === 0) return fail(run, failure);
  const living = program.type === 'exit' ? runAndExit(run, program) : serve(run, program);
  return failure === undefined ? living : Promise.race([living, fail(run, failure)]);
}

async function fail(run: DescribedRun, { afterMs, lines, exitCode }: Failure): Promise<number> {
  if (afterMs > 0) await run.process.sleep(afterMs);
  await writeLines(lines, run);
  return exitCode;
}

async function runAndExit(run: DescribedRun, { startsInMs = 0, afterMs = 0, lines, code, sends = '' }: ExitingProgram): Promise<number> {
  if (startsInMs > 0) await run.process.sleep(startsInMs);
  await writeLines(lines, run);
  if (isSignal(sends)) run.process.machine.processes.kill(run.process, 1, sends);
  if (afterMs > 0) await run.process.sleep(afterMs);
  return code;
}

/** Serves until a fatal signal, during start-up too. */
function serve(run: DescribedRun, program: ServingProgram): Promise<number> {
  return Promise.race([signalled(run, program), listenAndWrite(run, program)]);
}

/** Opens the ports and writes start-up logs. Returns only for a port in use. */
async function listenAndWrite(run: DescribedRun, program: ServingProgram): Promise<number> {
  const { process } = run;
  if (program.startsInMs !== undefined && program.startsInMs > 0) await process.sleep(program.startsInMs);
  const taken = openPorts(run, program.listens ?? []);
  if (taken !== undefined) {
    await writeMessage(process.stderr, `listen tcp :${taken}: bind: address already in use\n`);
    return 1;
  }
  await writeLines(program.lines, run);
  return Promise.race([...(program.logs ?? []).map((log) => writeAgain(run, program, log)), process.untilKilled()]);
}

/** Resolves with the exit code of a terminating signal. A hung program ignores signals. */
export function signalled(run: DescribedRun, program: ServingProgram): Promise<number> {
  return new Promise((resolve, reject) => {
    for (const [signal, reaction] of Object.entries(program.reactions)) {
      const react = () => {
        if (!hangs(run, program)) runReaction(run, reaction).then((code) => code !== undefined && resolve(code), reject);
      };
      if (isSignal(signal)) run.process.onSignal(signal, react);
    }
  });
}

/** Writes a line every period, without end. */
async function writeAgain(run: DescribedRun, program: ServingProgram, log: NonNullable<ServingProgram['logs']>[number]): Promise<never> {
  const { process } = run;
  const { clock } = process.machine;
  for (let at = clock.now() + log.everyMs; ; at += log.everyMs) {
    await process.sleep(at - clock.now());
    if (hangs(run, program)) return process.untilKilled();
    await writeLines([log.line], run, process[log.stream]);
  }
}

function hangs({ process, startedAt }: DescribedRun, { hangsAfterMs = Number.POSITIVE_INFINITY }: ServingProgram): boolean {
  return process.machine.clock.now() - startedAt >= hangsAfterMs;
}
