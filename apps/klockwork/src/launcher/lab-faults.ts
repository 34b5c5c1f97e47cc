import type { FaultedProcesses } from '@klockwork/controller-runtime';
import { UserError } from '../user-error.ts';
import type { Service } from './service.ts';

/** Parts of a lab that faults need. */
export interface FaultedLab {
  services(): readonly Service[];
  /** Kills a service; resolves when the log contains its end. */
  kill(service: Service): Promise<unknown>;
  onNotice(text: string): void;
}

/** Processes of a lab, killed and started for Faults. Remembers the fault of each kill for its record in the log. */
export class LabFaults implements FaultedProcesses {
  readonly #lab: FaultedLab;
  readonly #causes = new Map<string, string>();

  constructor(lab: FaultedLab) {
    this.#lab = lab;
  }

  /** Returns the name of the end of a service, with the fault that caused it. */
  nameOf({ spec }: Service, how: string): string {
    const fault = this.#causes.get(spec.name);
    this.#causes.delete(spec.name);
    return fault === undefined ? how : `${how} by faults/${fault}`;
  }

  killNode(node: string, fault: string): readonly string[] {
    const service = this.#serviceOf(node);
    return service !== undefined && this.#kill(service, fault) ? service.spec.nodes : [];
  }

  startNode(node: string): void {
    const service = this.#serviceOf(node);
    // A start that failed is reported; the node stays off, as after `klockwork start-node`.
    service?.start().catch((error: unknown) => this.#failed(error));
  }

  kill(name: string, fault: string): boolean {
    const service = this.#lab.services().find(({ spec }) => spec.name === name);
    return service !== undefined && this.#kill(service, fault);
  }

  #kill(service: Service, fault: string): boolean {
    if (service.report().state !== 'running') return false;
    this.#causes.set(service.spec.name, fault);
    this.#lab.kill(service).catch((error: unknown) => this.#failed(error));
    return true;
  }

  #serviceOf(node: string): Service | undefined {
    return this.#lab.services().find(({ spec }) => spec.nodes.includes(node));
  }

  #failed(error: unknown): void {
    if (!(error instanceof UserError)) throw error;
    this.#lab.onNotice(error.message);
  }
}
