import type { DrillFaultResult, DrillStep } from '@klockwork/drills';
import { canonicalJson } from '@klockwork/kernel';
import type { Fault } from '@klockwork/resources';
import type { SimulatedTestCluster } from '@klockwork/test-cluster';
import { HIDDEN_LABEL } from './player-view.ts';

interface CreatedFault {
  readonly name: string;
  readonly step: string;
  readonly mayTouchNothing: boolean;
  /** Newest known state; kept after the deletion. */
  newest?: Fault;
}

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const NAMES_MAX = 20;

/** Faults that a drill created, with their evidence. */
export class DrillFaults {
  readonly #cluster: SimulatedTestCluster;
  readonly #created: CreatedFault[] = [];

  constructor(cluster: SimulatedTestCluster) {
    this.#cluster = cluster;
  }

  async create({ name: step, fault, mayTouchNothing = false }: DrillStep): Promise<void> {
    // kubectl sorts the fields of a Drill, and the log keeps the order of the fields of a Fault: equal drills shall give equal logs.
    const spec = JSON.parse(canonicalJson(fault)) as object;
    const number = this.#created.length + 1;
    const name = step !== undefined && DNS_LABEL.test(step) ? step : `fault-${number}`;
    this.#created.push({ name, step: step ?? name, mayTouchNothing });
    const labels = { [HIDDEN_LABEL]: 'true' };
    await this.#cluster.apply({ apiVersion: 'klockwork.dev/v1alpha1', kind: 'Fault', metadata: { name, labels }, spec });
  }

  async end(step: string): Promise<void> {
    const fault = this.#created.find((fault) => fault.step === step);
    if (fault !== undefined && this.#isThere(fault)) await this.#cluster.delete(`faults/${fault.name}`);
  }

  /** Deletes all Faults that are left. */
  async removeAll(): Promise<void> {
    for (const fault of this.#created) if (this.#isThere(fault)) await this.#cluster.delete(`faults/${fault.name}`);
  }

  /** Takes a new state of a Fault. */
  observe(fault: Fault): void {
    const createdFault = this.#created.find(({ name }) => name === fault.metadata?.name);
    if (createdFault !== undefined) createdFault.newest = fault;
  }

  results(): readonly DrillFaultResult[] {
    return this.#created.map(resultOf);
  }

  /** Returns faults without any effect, except those that allow it. */
  idle(): readonly DrillFaultResult[] {
    return this.#created
      .filter(({ mayTouchNothing }) => !mayTouchNothing)
      .map(resultOf)
      .filter(({ touched }) => touched === 0);
  }

  #isThere({ name }: CreatedFault): boolean {
    return this.#cluster.state.get(`faults/${name}`) !== undefined;
  }
}

function resultOf({ name, step, newest }: CreatedFault): DrillFaultResult {
  const reports = Object.values(newest?.status?.reports ?? {});
  const injectedCondition = newest?.status?.conditions?.find(({ type }) => type === 'Injected');
  return {
    ...{ name, step, type: newest?.spec?.type ?? '' },
    touched: reports.reduce((sum, { touched = 0 }) => sum + touched, 0),
    names: reports.flatMap(({ names = [] }) => names).slice(0, NAMES_MAX),
    message: injectedCondition?.message ?? '',
  };
}
