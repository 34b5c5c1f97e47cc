import type { Pod } from '@klockwork/kubernetes-types';
import { type NodeInfo, type PlacedPod, placedPod, podPriority, withPod } from '@klockwork/scheduling';

/** Pods that wait for room on a node of theirs, while victims of preemption end there. Models the nominator of `backend/queue`. */
export class Nominations {
  readonly #byUid = new Map<string, { readonly node: string; readonly placed: PlacedPod }>();

  nominate(pod: Pod, node: string): void {
    this.#byUid.set(uidOf(pod), { node, placed: placedPod(pod) });
  }

  forget(pod: Pod): void {
    this.#byUid.delete(uidOf(pod));
  }

  /** Returns `nodes` as `pod` finds them: nominated pods of its priority or a higher one keep their room. */
  nodesFor(pod: Pod, nodes: readonly NodeInfo[]): readonly NodeInfo[] {
    const others = [...this.#byUid].filter(([uid, { placed }]) => uid !== uidOf(pod) && podPriority(placed.pod) >= podPriority(pod));
    if (others.length === 0) return nodes;
    return nodes.map((info) => {
      const here = others.filter(([, { node }]) => node === info.name);
      return here.reduce((full, [, { placed }]) => withPod(full, placed, 1), info);
    });
  }

  /** Returns the less important pods nominated to a node. */
  below(pod: Pod, node: string): readonly Pod[] {
    const here = [...this.#byUid.values()].filter((entry) => entry.node === node).map(({ placed }) => placed.pod);
    return here.filter((other) => podPriority(other) < podPriority(pod));
  }
}

function uidOf(pod: Pod): string {
  return pod.metadata?.uid ?? '';
}
