import { type Pod, podPhaseTerminal } from '@klockwork/resources';
import { keyOf } from '../ownership/name-of.ts';

/** Tracks finished pods and finds those above the threshold. Models `gcTerminated` of pkg/controller/podgc. */
export class TerminatedPods {
  readonly #threshold: number;
  readonly #pods = new Map<string, Pod>();
  #surplus: ReadonlySet<string> = new Set();

  /** `threshold`: max finished pods; 0 means unlimited. */
  constructor(threshold: number) {
    this.#threshold = threshold;
  }

  /** Adds or updates a pod. */
  set(pod: Pod): void {
    if (podPhaseTerminal(pod)) this.#pods.set(keyOf(pod), pod);
    else this.#pods.delete(keyOf(pod));
    this.#judge();
  }

  delete(pod: Pod): void {
    this.#pods.delete(keyOf(pod));
    this.#judge();
  }

  /** Keys of pods to delete: evicted ones first, then the oldest. */
  surplus(): ReadonlySet<string> {
    return this.#surplus;
  }

  #judge(): void {
    const count = this.#threshold === 0 ? 0 : Math.max(0, this.#pods.size - this.#threshold);
    const sortedPods = count === 0 ? [] : [...this.#pods.values()].sort(byEvictionAndAge);
    this.#surplus = new Set(sortedPods.slice(0, count).map(keyOf));
  }
}

/** Models `byEvictionAndCreationTimestamp`. */
function byEvictionAndAge(a: Pod, b: Pod): number {
  const evicted = Number(isEvicted(b)) - Number(isEvicted(a));
  const [made, madeToo] = [a.metadata?.creationTimestamp ?? '', b.metadata?.creationTimestamp ?? ''];
  if (evicted !== 0) return evicted;
  if (made !== madeToo) return made < madeToo ? -1 : 1;
  return (a.metadata?.name ?? '') < (b.metadata?.name ?? '') ? -1 : 1;
}

function isEvicted({ status }: Pod): boolean {
  return status?.phase === 'Failed' && status.reason === 'Evicted';
}
