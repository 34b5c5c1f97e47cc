import type { Clock } from '@klockwork/kernel';
import { type ContainerReport, RuntimeError } from '@klockwork/pod-lifecycle';
import type { NodeMachine } from '../node/node-machine.ts';
import { type ProcessNamespace, processNamespace } from './process-namespace.ts';

interface NamespacePlace {
  readonly id: string;
  readonly clock: Clock;
  /** Shared PID namespace of the pod, if any. */
  readonly processes: ProcessNamespace | undefined;
}

/** PID namespaces of a node by container id. */
export class ContainerNamespaces {
  readonly #namespaces = new Map<string, ProcessNamespace>();
  readonly #node: NodeMachine;
  readonly #reportOf: (id: string) => ContainerReport | undefined;

  constructor(node: NodeMachine, reportOf: (id: string) => ContainerReport | undefined) {
    this.#node = node;
    this.#reportOf = reportOf;
  }

  /** PID namespace of a new container: shared by its pod, of its target container, or private. Throws RuntimeError. */
  choose(id: string, sandbox: NamespacePlace, target: string | undefined): ProcessNamespace {
    const namespace = sandbox.processes ?? this.#targeted(sandbox, target) ?? processNamespace(sandbox.clock, this.#node);
    this.#namespaces.set(id, namespace);
    return namespace;
  }

  forget(id: string): void {
    this.#namespaces.delete(id);
  }

  /** Models `validateTargetContainer` of containerd. */
  #targeted(sandbox: NamespacePlace, target: string | undefined): ProcessNamespace | undefined {
    if (target === undefined) return undefined;
    const refuse = (problem: string) => new RuntimeError(`invalid target container: container "${target}" ${problem}`);
    const report = this.#reportOf(target);
    if (report?.sandboxId !== sandbox.id) throw refuse('does not exist');
    if (report.state !== 'running') throw refuse(`is not running - in state CONTAINER_${report.state.toUpperCase()}`);
    return this.#namespaces.get(target);
  }
}
