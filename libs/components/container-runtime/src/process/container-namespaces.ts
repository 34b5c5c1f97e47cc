import type { Clock } from '@klockwork/kernel';
import { type ContainerReport, RuntimeError } from '@klockwork/pod-lifecycle';
import { type ProcessNamespace, processNamespace } from './process-namespace.ts';

/** Which processes a new container is among. */
interface NamespaceChoice {
  readonly clock: Clock;
  readonly sandboxId: string;
  /** That of the pod, when its containers share one. */
  readonly shared: ProcessNamespace | undefined;
  /** The container whose processes it is to see. */
  readonly target: string | undefined;
}

/** The namespaces of processes of a node's containers, by container. */
export class ContainerNamespaces {
  readonly #namespaces = new Map<string, ProcessNamespace>();
  readonly #reportOf: (id: string) => ContainerReport | undefined;

  constructor(reportOf: (id: string) => ContainerReport | undefined) {
    this.#reportOf = reportOf;
  }

  /** The namespace of a new container: its pod's, its target's, or one of its own. Throws RuntimeError. */
  choose(id: string, { clock, shared, ...wanted }: NamespaceChoice): ProcessNamespace {
    const namespace = shared ?? this.#targeted(wanted) ?? processNamespace(clock);
    this.#namespaces.set(id, namespace);
    return namespace;
  }

  forget(id: string): void {
    this.#namespaces.delete(id);
  }

  /** Models `validateTargetContainer` of containerd. */
  #targeted({ sandboxId, target }: Pick<NamespaceChoice, 'sandboxId' | 'target'>): ProcessNamespace | undefined {
    if (target === undefined) return undefined;
    const refuse = (problem: string) => new RuntimeError(`invalid target container: container "${target}" ${problem}`);
    const report = this.#reportOf(target);
    if (report?.sandboxId !== sandboxId) throw refuse('does not exist');
    if (report.state !== 'running') throw refuse(`is not running - in state CONTAINER_${report.state.toUpperCase()}`);
    return this.#namespaces.get(target);
  }
}
