/** Location of a node in the lab's networks. */
export interface NodePlace {
  /** Pod address range of the node: `10.244.3.0/24`. */
  readonly podCidr: string;
  readonly hostIP: string;
}

/** Nodes with a distinct number in the pod network. */
const NUMBERED_NODES = 256 * 4;

/** Derives a node's location from its name, so that agents need no coordination: `node-7` has number 7, other names are hashed. */
export function placeOf(node: string): NodePlace {
  const number = numberOf(node);
  const [high, low] = [Math.floor(number / 256), number % 256];
  return { podCidr: podRange(number), hostIP: `172.18.${high}.${low}` };
}

/**
 * Yields every pod address range of the cluster once, the preferred one of a node first: that of its number, then the upper half, which
 * usual names of later agents do not need, then the lower half.
 */
export function* podRangesFor(node: string): Generator<string> {
  const own = numberOf(node);
  yield podRange(own);
  for (let step = 0; step < NUMBERED_NODES; step++) {
    const number = (NUMBERED_NODES / 2 + step) % NUMBERED_NODES;
    if (number !== own) yield podRange(number);
  }
}

function podRange(number: number): string {
  return `10.${244 + Math.floor(number / 256)}.${number % 256}.0/24`;
}

function numberOf(node: string): number {
  const digits = /(\d{1,4})$/.exec(node)?.[1];
  if (digits !== undefined && Number(digits) < NUMBERED_NODES) return Number(digits);
  let hash = 0x811c9dc5;
  for (let index = 0; index < node.length; index++) hash = Math.imul(hash ^ node.charCodeAt(index), 0x01000193);
  // Upper half, to avoid the small numbers of usual names.
  return NUMBERED_NODES / 2 + ((hash >>> 0) % (NUMBERED_NODES / 2));
}
