import { type NodeInfo, nodeInfo, type PlacedPod, placedPod, withPod } from '@klockwork/scheduling';
import type { Node, Pod } from 'kubernetes-types/core/v1';

/**
 * How much room each node has, kept up to date pod by pod: what the informers show, and the pods that were given
 * a node here but whose binding they do not show yet. Models the scheduler's cache (`backend/cache`).
 */
export class ClusterRoom {
  readonly #nodes = new Map<string, NodeInfo>();
  /** Pods by UID with the node they count on: shown ones and assumed ones. */
  readonly #placed = new Map<string, { node: string; placed: PlacedPod }>();
  /** Pods on nodes that are not known (yet): they count as soon as the node appears. */
  #list: readonly NodeInfo[] | undefined;

  /** All nodes, by name. */
  nodes(): readonly NodeInfo[] {
    this.#list ??= [...this.#nodes.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    return this.#list;
  }

  setNode(node: Node): void {
    const name = node.metadata?.name ?? '';
    const here = [...this.#placed.values()].filter((one) => one.node === name).map((one) => one.placed);
    this.#put(nodeInfo(node, here));
  }

  removeNode(name: string): void {
    this.#nodes.delete(name);
    this.#list = undefined;
  }

  /** `pod` takes room on `node` from now on; finished pods take none. */
  setPod(pod: Pod, node: string): void {
    this.removePod(pod);
    if (isFinished(pod)) return;
    const placed = placedPod(pod);
    this.#placed.set(uidOf(pod), { node, placed });
    this.#change(node, placed, 1);
  }

  /** Returns whether room was made. */
  removePod(pod: Pod): boolean {
    const entry = this.#placed.get(uidOf(pod));
    if (entry === undefined) return false;
    this.#placed.delete(uidOf(pod));
    this.#change(entry.node, entry.placed, -1);
    return true;
  }

  #change(node: string, placed: PlacedPod, sign: 1 | -1): void {
    const info = this.#nodes.get(node);
    if (info !== undefined) this.#put(withPod(info, placed, sign));
  }

  #put(info: NodeInfo): void {
    this.#nodes.set(info.name, info);
    this.#list = undefined;
  }
}

/** True when nothing of the pod runs any more: it takes no room. */
export function isFinished(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

function uidOf(pod: Pod): string {
  return pod.metadata?.uid ?? '';
}
