import type { Node, Pod } from '@klockwork/kubernetes-types';
import { type NodeInfo, nodeInfo, type PlacedPod, placedPod, withPod } from '@klockwork/scheduling';

/**
 * Room on each node, updated pod by pod: pods in the informers, and assigned pods whose binding is not visible yet. Models the scheduler's
 * cache (`backend/cache`).
 */
export class ClusterRoom {
  readonly #nodes = new Map<string, NodeInfo>();
  /** Visible and assumed pods by UID, with their nodes. */
  readonly #placed = new Map<string, { node: string; placed: PlacedPod }>();
  /** Cached list of nodes. Pods of unknown nodes count once the node appears. */
  #list: readonly NodeInfo[] | undefined;

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

  /** Assigns `pod` to `node`; finished pods take no room. */
  setPod(pod: Pod, node: string): void {
    this.removePod(pod);
    if (isFinished(pod)) return;
    const placed = placedPod(pod);
    this.#placed.set(uidOf(pod), { node, placed });
    this.#change(node, placed, 1);
  }

  /** Returns true if this freed room. */
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

/** True for a pod without running containers, which takes no room. */
export function isFinished(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

function uidOf(pod: Pod): string {
  return pod.metadata?.uid ?? '';
}
