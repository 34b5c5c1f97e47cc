/** Cluster sizes for which a time to live of cached objects holds. Neighbours overlap, so that a node more or less changes nothing. */
interface SizeRange {
  readonly nodesMin: number;
  readonly nodesMax: number;
  readonly ttlSeconds: number;
}

/** Models ttlBoundaries of pkg/controller/ttl. */
const RANGES: readonly SizeRange[] = [
  { nodesMin: 0, nodesMax: 100, ttlSeconds: 0 },
  { nodesMin: 90, nodesMax: 500, ttlSeconds: 15 },
  { nodesMin: 450, nodesMax: 1_000, ttlSeconds: 30 },
  { nodesMin: 900, nodesMax: 2_000, ttlSeconds: 60 },
  { nodesMin: 1_800, nodesMax: Number.POSITIVE_INFINITY, ttlSeconds: 300 },
];

/** TTL by cluster size, with hysteresis: a range changes only beyond its bounds. */
export class ObjectTtl {
  #range = 0;

  /** TTL in seconds for a number of nodes. */
  secondsFor(nodes: number): number {
    while (nodes > this.#current().nodesMax) this.#range += 1;
    while (nodes < this.#current().nodesMin) this.#range -= 1;
    return this.#current().ttlSeconds;
  }

  #current(): SizeRange {
    return RANGES[this.#range] as SizeRange;
  }
}
