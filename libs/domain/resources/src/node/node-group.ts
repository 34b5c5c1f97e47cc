/** Limits of a lab's group of nodes, whose names are `node-1` to `node-MAX`. */
export interface NodeGroupSize {
  readonly min: number;
  readonly max: number;
}

/** Name of the group in Events and in the status of the cluster autoscaler. */
export const NODE_GROUP = 'nodes';

/** Returns all names of the group, by number. */
export function groupNodeNames({ max }: NodeGroupSize): string[] {
  return Array.from({ length: max }, (_, index) => `node-${index + 1}`);
}

/** Returns whether the group contains a Node named `name`. */
export function isGroupNode(name: string, { max }: NodeGroupSize): boolean {
  const number = /^node-([1-9]\d{0,4})$/.exec(name)?.[1];
  return number !== undefined && Number(number) <= max;
}

/** Parses `3..10`; undefined for other texts, for an empty group, and for a maximum below the minimum. */
export function parseNodeGroup(text: string): NodeGroupSize | undefined {
  const [, min = 0, max = 0] = (/^(\d{1,4})\.\.(\d{1,4})$/.exec(text) ?? []).map(Number);
  return min >= 1 && max >= min ? { min, max } : undefined;
}
