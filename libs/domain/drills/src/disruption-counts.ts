/** Fields of pods and budgets that losses show in. */
interface CountedObject {
  readonly metadata?: { readonly uid?: string };
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type?: string; readonly status?: string }[];
    readonly currentHealthy?: number;
    readonly desiredHealthy?: number;
    readonly expectedPods?: number;
  };
}

/** Counts lost pods and violated budgets over the events of a log. */
export class DisruptionCounts {
  readonly #lostPods = new Set<string>();
  readonly #violated = new Set<string>();
  #budgetViolations = 0;

  /** Pods that failed, or that Kubernetes marked as disrupted: evicted, preempted, or deleted with their node. */
  get podsLost(): number {
    return this.#lostPods.size;
  }

  /** Number of times a budget had fewer healthy pods than it demands. */
  get budgetViolations(): number {
    return this.#budgetViolations;
  }

  addPod({ metadata, status }: CountedObject): void {
    const isDisrupted = status?.conditions?.some((condition) => condition.type === 'DisruptionTarget' && condition.status === 'True');
    if (isDisrupted || status?.phase === 'Failed') this.#lostPods.add(metadata?.uid ?? '');
  }

  addBudget({ metadata, status = {} }: CountedObject): void {
    const { currentHealthy, desiredHealthy, expectedPods = 0 } = status;
    const uid = metadata?.uid ?? '';
    const isViolated = expectedPods > 0 && currentHealthy !== undefined && desiredHealthy !== undefined && currentHealthy < desiredHealthy;
    if (isViolated && !this.#violated.has(uid)) this.#budgetViolations += 1;
    if (isViolated) this.#violated.add(uid);
    else this.#violated.delete(uid);
  }
}
