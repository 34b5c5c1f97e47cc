import { ManualClock, SeededRandom, StoppedError, StopSource, utf8 } from '@klockwork/kernel';
import type { ContainerSpec } from '@klockwork/pod-lifecycle';
import { advance, type ScriptOutcome } from '@klockwork/userland/testing';
import type { SimulatedRuntimeOptions } from '../runtime-options.ts';
import { SimulatedRuntime } from '../simulated-runtime.ts';
import { containerSpec } from './container-runtime.contract.ts';

/** Lab time limit of a script. */
const LIMIT_MS = 10_000;

/** Container and node settings of a script. */
export interface ScriptPlace {
  readonly node?: Pick<SimulatedRuntimeOptions, 'size' | 'files'>;
  readonly container?: Partial<ContainerSpec>;
}

/** Runs scripts in containers of their own, in an empty folder `/work`, beside a first process that only sleeps. */
export async function scriptRunner(
  image: string,
  { node, container }: ScriptPlace = {},
): Promise<(shell: string, script: string) => Promise<ScriptOutcome>> {
  const clock = new ManualClock(Date.parse('2026-01-01T00:00:00Z'));
  const runtime = new SimulatedRuntime({ clock, random: new SeededRandom(1), profile: 'fast', podCidr: '10.244.1.0/24', ...node });
  await runtime.pullImage(image);
  const { id: sandbox } = await runtime.runSandbox({ uid: 'u', namespace: 'default', name: 'pod', hostname: 'my-pod' });
  let attempt = 0;
  return async (shell, script) => {
    const sleeping = { image, command: ['sleep', 'infinity'], workingDir: '/work', env: { HOME: '/root' }, attempt: attempt++ };
    const spec = containerSpec({ ...sleeping, ...container });
    const id = await runtime.createContainer(sandbox, spec);
    await runtime.startContainer(id);
    const output = { stdout: '', stderr: '' };
    const stop = new StopSource();
    const write = (stream: 'stdout' | 'stderr', bytes: string): undefined => {
      output[stream] += bytes;
    };
    let code: number | undefined;
    const ended = runtime.exec(id, [shell, '-c', utf8.decode(script)], { write, stop }).then(
      ({ exitCode }) => {
        code = exitCode;
      },
      (error: unknown) => {
        if (!(error instanceof StoppedError)) throw error;
      },
    );
    for (let waitedMs = 0; code === undefined && waitedMs < LIMIT_MS; waitedMs += 100) await advance(clock, 100);
    const outcome = { ...output, code };
    stop.stop();
    const stopped = runtime.stopContainer(id, 0);
    await advance(clock, 100);
    await stopped;
    await ended;
    runtime.removeContainer(id);
    return outcome;
  };
}
