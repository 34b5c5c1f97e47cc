import type { Pod } from '@klockwork/resources';
import { judgeNodes, type NodeInfo, placedPod, type SchedulingView, withPod } from '@klockwork/scheduling';

/** Simulated placement of pods on nodes. Models `simulator/clustersnapshot` and `scheduling.HintingSimulator`. */
export class Placements {
  readonly #view: SchedulingView;
  #nodes: NodeInfo[];

  constructor(nodes: readonly NodeInfo[], view: SchedulingView) {
    this.#nodes = [...nodes];
    this.#view = view;
  }

  get nodes(): readonly NodeInfo[] {
    return this.#nodes;
  }

  /** Returns a copy, whose changes leave this one alone. */
  copy(): Placements {
    return new Placements(this.#nodes, this.#view);
  }

  /** Takes over the changes of a copy. */
  replace(other: Placements): void {
    this.#nodes = other.#nodes;
  }

  add(node: NodeInfo): void {
    this.#nodes = [...this.#nodes, node];
  }

  remove(name: string): void {
    this.#nodes = this.#nodes.filter((node) => node.name !== name);
  }

  /** Places the pod on the first accepting node, among those that `isChosen`; false if there is none. */
  place(pod: Pod, isChosen: (node: NodeInfo) => boolean = () => true): boolean {
    const unbound = withoutNode(pod);
    const verdicts = judgeNodes(unbound, this.#nodes, this.#view);
    if ('refused' in verdicts) return false;
    const index = verdicts.nodes.findIndex(({ filter, node }) => filter === undefined && isChosen(node));
    if (index < 0) return false;
    this.#nodes = this.#nodes.with(index, withPod(this.#nodes[index] as NodeInfo, placedPod(unbound), 1));
    return true;
  }

  /** Returns reasons why a node, beside the others, refuses the pod; none if it accepts. */
  refusal(pod: Pod, node: NodeInfo): readonly string[] {
    const verdicts = judgeNodes(withoutNode(pod), [...this.#nodes, node], this.#view);
    return 'refused' in verdicts ? [verdicts.refused] : (verdicts.nodes.at(-1)?.reasons ?? []);
  }
}

function withoutNode(pod: Pod): Pod {
  if (pod.spec?.nodeName === undefined) return pod;
  const { nodeName: _, ...spec } = pod.spec;
  return { ...pod, spec };
}
