import { CpuTime } from './cpu-time.ts';
import type { Host } from './process/simulated-process.ts';
import { programOf } from './programs.ts';
import type { ContainerParts } from './simulated-container.ts';
import type { ContainerUse } from './use/container-use.ts';

/** A container as its processes stand in it. */
export function containerHost(
  { clock, random, hostname, files, processes, resolved, network, node, spec }: ContainerParts,
  use: ContainerUse,
): Host {
  return {
    clock,
    random,
    hostname,
    files,
    processes,
    cpu: new CpuTime(clock, use),
    attempt: spec.attempt,
    use: (pid, life) => use.begin(pid, life),
    useOf: (process) => use.of(process),
    node,
    network,
    program: (name) => programOf(resolved, name),
    notFound: (shell, command) =>
      shell === 'bash'
        ? `bash: line 1: ${command}: command not found`
        : `${shell}: ${resolved.image.tools === 'gnu' ? '1: ' : ''}${command}: not found`,
  };
}
