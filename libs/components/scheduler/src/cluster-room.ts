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
  /** Cached nodes by name, with their positions; undefined after a new or deleted node. A changed node replaces its entry. */
  #list: { readonly nodes: NodeInfo[]; readonly positions: ReadonlyMap<string, number> } | undefined;

  /** Returns the nodes by name. Later changes of pods appear in the same array. */
  nodes(): readonly NodeInfo[] {
    this.#list ??= positioned([...this.#nodes.values()].sort((a, b) => (a.name < b.name ? -1 : 1)));
    return this.#list.nodes;
  }

  setNode(node: Node): void {
    const name = node.metadata?.name ?? '';
    this.#put(nodeInfo(node, this.#nodes.get(name)?.pods.values() ?? this.#placedOn(name)));
  }

  removeNode(name: string): void {
    this.#nodes.delete(name);
    this.#list = undefined;
  }

  /** Pods of unknown nodes count once the node appears. */
  #placedOn(name: string): readonly PlacedPod[] {
    return [...this.#placed.values()].filter(({ node }) => node === name).map(({ placed }) => placed);
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

  #change(node: string, pod: PlacedPod, sign: 1 | -1): void {
    const info = this.#nodes.get(node);
    if (info !== undefined) this.#put(withPod(info, pod, sign));
  }

  #put(info: NodeInfo): void {
    this.#nodes.set(info.name, info);
    const position = this.#list?.positions.get(info.name);
    if (this.#list === undefined || position === undefined) this.#list = undefined;
    else this.#list.nodes[position] = info;
  }
}

function positioned(nodes: NodeInfo[]): { nodes: NodeInfo[]; positions: ReadonlyMap<string, number> } {
  return { nodes, positions: new Map(nodes.map(({ name }, position) => [name, position])) };
}

/** True for a pod without running containers, which takes no room. */
export function isFinished(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

function uidOf(pod: Pod): string {
  return pod.metadata?.uid ?? '';
}
