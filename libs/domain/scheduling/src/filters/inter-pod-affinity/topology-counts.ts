import type { NodeInfo } from '../../node-info.ts';
import { topologyValue } from '../../topology-value.ts';

/** Numbers by topology: label of nodes, then its value. */
export class TopologyCounts {
  readonly #counts = new Map<string, Map<string, number>>();

  get isEmpty(): boolean {
    return this.#counts.size === 0;
  }

  /** Adds to the topology of `node`; nodes without the label belong to none. */
  add(node: NodeInfo, topologyKey: string, amount: number): void {
    const value = topologyValue(node, topologyKey);
    if (value === undefined) return;
    const values = this.#counts.get(topologyKey) ?? new Map<string, number>();
    this.#counts.set(topologyKey, values.set(value, (values.get(value) ?? 0) + amount));
  }

  /** Returns the number of the topology of `node`: 0 for an unknown one. */
  of(node: NodeInfo, topologyKey: string): number {
    return this.#counts.get(topologyKey)?.get(topologyValue(node, topologyKey) ?? '') ?? 0;
  }

  /** Returns the sum over all topologies of `node`. */
  sum(node: NodeInfo): number {
    let sum = 0;
    for (const key of this.#counts.keys()) sum += this.of(node, key);
    return sum;
  }

  /** Returns whether a topology of `node` has a positive number. */
  hasPositive(node: NodeInfo): boolean {
    return [...this.#counts.keys()].some((key) => this.of(node, key) > 0);
  }
}
