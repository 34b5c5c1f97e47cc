/** Where a node is in the lab's networks. */
export interface NodePlace {
  /** The range its pods' addresses come from: `10.244.3.0/24`. */
  readonly podCidr: string;
  readonly hostIP: string;
}

/** The pods' network has room for this many nodes with a number of their own. */
const NUMBERED_NODES = 256 * 4;

/**
 * Returns a node's place by its name alone, so that agents need not agree with each other: `node-7` is number 7,
 * a name without a number gets one from its letters.
 */
export function placeOf(node: string): NodePlace {
  const number = numberOf(node);
  const [high, low] = [Math.floor(number / 256), number % 256];
  return { podCidr: `10.${244 + high}.${low}.0/24`, hostIP: `172.18.${high}.${low}` };
}

function numberOf(node: string): number {
  const digits = /(\d{1,4})$/.exec(node)?.[1];
  if (digits !== undefined && Number(digits) < NUMBERED_NODES) return Number(digits);
  let hash = 0x811c9dc5;
  for (let index = 0; index < node.length; index++) hash = Math.imul(hash ^ node.charCodeAt(index), 0x01000193);
  // The upper half, so that it does not meet the small numbers that names usually end with.
  return NUMBERED_NODES / 2 + ((hash >>> 0) % (NUMBERED_NODES / 2));
}
