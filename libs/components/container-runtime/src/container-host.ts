import { busyboxVersion } from '@klockwork/images';
import { ContainedClock } from '@klockwork/kernel';
import type { ProcessView } from '@klockwork/userland';
import type { ContainerParts } from './container-parts.ts';
import { CpuTime } from './cpu-time.ts';
import type { CrashPlace } from './crash-log.ts';
import { ProcessLimit } from './process/process-limit.ts';
import type { Host } from './process/simulated-process.ts';
import { isOfFirst } from './programs/stand-in.ts';
import { missingProgram, unknownFile } from './programs.ts';
import type { ContainerUse } from './use/container-use.ts';

/** Parts that a container's host needs beside {@link ContainerParts}. */
interface HostParts {
  readonly use: ContainerUse;
  /** Reports a failed timer; its process is unknown. */
  timerFailed(error: unknown): void;
  /** Pid of the first process, once started. */
  firstPid(): number | undefined;
}

/** Creates the host interface of a container's processes. */
export function containerHost(parts: ContainerParts, { use, timerFailed, firstPid }: HostParts): Host {
  const { random, hostname, files, processes, resolved, network, node, spec } = parts;
  const clock = new ContainedClock(parts.clock, timerFailed);
  return {
    clock,
    crashed: (process, error) => parts.crashed(placeOf(parts, process), error),
    random,
    hostname,
    files,
    processes,
    cpu: new CpuTime(clock, use),
    limit: new ProcessLimit(parts.podProcesses, (count) => use.processes(count)),
    attempt: spec.attempt,
    noNewPrivileges: spec.noNewPrivileges ?? false,
    use: (pid, life) => use.begin(pid, life),
    useOf: (process) => use.of(process),
    node,
    network,
    declared: spec.declared ?? { ports: [], ends: false },
    isOfFirst: ({ parent, pid }) => isOfFirst({ processes, parent, pid }, firstPid()),
    unknownFile: (path) => unknownFile(resolved, path),
    missing: (process) => missingProgram(resolved, isOfFirst({ processes, parent: process.parent, pid: process.pid }, firstPid())),
    program: (name) => parts.programOf(resolved, name),
    busyboxVersion: busyboxVersion(resolved),
    notFound: (shell, command) =>
      shell === 'bash'
        ? `bash: line 1: ${command}: command not found`
        : `${shell}: ${resolved.image.tools === 'gnu' ? '1: ' : ''}${command}: not found`,
  };
}

function placeOf({ object, spec }: ContainerParts, { pid, argv }: ProcessView): CrashPlace {
  return { object, container: spec.name, pid, command: argv.join(' ') };
}
