import { StoppedError, type StopSignal } from '@klockwork/kernel';
import type { ContainerRuntime } from './container-runtime.ts';

/**
 * Runs a command without input, and collects both streams in order of output. Rejects like `exec`, and with StoppedError after `stop`: for
 * probes and hooks.
 */
export function execOutput(
  runtime: ContainerRuntime,
  id: string,
  command: readonly string[],
  stop: StopSignal,
): Promise<{ exitCode: number; output: string }> {
  const output: string[] = [];
  const write = (_stream: 'stdout' | 'stderr', bytes: string) => void output.push(bytes);
  return runtime.exec(id, command, { write, stop }).then(({ exitCode }) => {
    if (stop.stopped) throw new StoppedError();
    return { exitCode, output: output.join('') };
  });
}
