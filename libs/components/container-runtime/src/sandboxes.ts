import type { FileTree } from '@klockwork/files';
import { type Clock, ContainedClock, clockFor } from '@klockwork/kernel';
import type { SandboxSpec } from '@klockwork/pod-lifecycle';
import type { ContainerPlace } from './container-maker.ts';
import type { CrashLog } from './crash-log.ts';
import type { NodeNetwork } from './network/node-network.ts';
import type { NodeMachine } from './node/node-machine.ts';
import { PodProcesses } from './process/process-limit.ts';
import { processNamespace } from './process/process-namespace.ts';
import { PastClock } from './resume/past-clock.ts';
import { PastWatch } from './resume/past-watch.ts';
import { sandboxFolder, writeSandboxFiles } from './root-files/sandbox-files.ts';
import { sysctlFiles } from './root-files/sysctl-files.ts';

/** Sandbox of a pod. */
export interface Sandbox extends ContainerPlace {
  readonly podUid: string;
  /** Set for a pod that ran before its runtime. */
  readonly past?: SandboxPast;
}

interface SandboxPast {
  readonly ip: string;
  readonly clock: PastClock;
  readonly watch: PastWatch;
}

interface SandboxesParts {
  readonly clock: Clock;
  readonly crashes: CrashLog;
  readonly network: NodeNetwork;
  readonly files: FileTree;
  readonly node: NodeMachine;
}

/** Sandboxes of a node. */
export class Sandboxes {
  readonly #parts: SandboxesParts;
  readonly #byId = new Map<string, Sandbox>();

  constructor(parts: SandboxesParts) {
    this.#parts = parts;
  }

  get(id: string): Sandbox | undefined {
    return this.#byId.get(id);
  }

  /** Returns the clock of a pod, whose timers name it. */
  clockFor({ namespace, name }: SandboxSpec): Clock {
    const object = `pods/${namespace}/${name}`;
    return new ContainedClock(clockFor(this.#parts.clock, object), (error) => this.#parts.crashes.report({ object }, error));
  }

  /** Opens a sandbox. Throws RuntimeError. */
  open(id: string, spec: SandboxSpec, clock: Clock, past?: SandboxPast): Sandbox {
    const { network, node, files } = this.#parts;
    const object = `pods/${spec.namespace}/${spec.name}`;
    const sandbox = {
      ...{ id, clock, object, podUid: spec.uid, hostname: spec.hostname, podProcesses: new PodProcesses() },
      ...(past && { past }),
      network: network.open(id, clock, { ...spec, ...past, object }),
      sysctls: spec.sysctls === undefined ? node.sysctls : sysctlFiles(clock, spec.sysctls),
      processes: spec.sharesProcesses ? processNamespace(clock, node, { hasPause: true }) : undefined,
    };
    writeSandboxFiles(files.root, id, spec);
    this.#byId.set(id, sandbox);
    return sandbox;
  }

  /** Opens a sandbox for containers with a past. Throws RuntimeError for a used address. */
  restore(id: string, spec: SandboxSpec, ip: string): void {
    const clock = new PastClock(this.clockFor(spec));
    this.open(id, spec, clock, { ip, clock, watch: new PastWatch(clock) });
  }

  close(id: string): void {
    this.#byId.delete(id);
    this.#parts.files.root.removeAll(sandboxFolder(id));
    this.#parts.network.close(id);
  }
}
