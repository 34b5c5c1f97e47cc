import type { Random } from '@klockwork/kernel';

/** Range of node ports. */
export const NODE_PORT_RANGE = { first: 30_000, last: 32_767 } as const;

/** Number of lowest ports allocated last, for static use. Models the portallocator's static band. */
const CHOSEN_BY_PEOPLE = 86;

export function inNodePortRange(port: number): boolean {
  return port >= NODE_PORT_RANGE.first && port <= NODE_PORT_RANGE.last;
}

/** Returns a random free node port; undefined if exhausted. Models `AllocateNext` of `pkg/registry/core/service/portallocator`. */
export function allocateNodePort(usedPorts: ReadonlySet<number>, random: Random): number | undefined {
  const split = NODE_PORT_RANGE.first + CHOSEN_BY_PEOPLE;
  return freePort(usedPorts, random, split, NODE_PORT_RANGE.last) ?? freePort(usedPorts, random, NODE_PORT_RANGE.first, split - 1);
}

function freePort(usedPorts: ReadonlySet<number>, random: Random, first: number, last: number): number | undefined {
  const size = last - first + 1;
  const start = random.integer(size);
  for (let step = 0; step < size; step++) {
    const port = first + ((start + step) % size);
    if (!usedPorts.has(port)) return port;
  }
  return undefined;
}
