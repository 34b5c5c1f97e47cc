import { type NodeGroupSize, parseNodeGroup } from '@klockwork/resources';

/** Reads `KLOCKWORK_AUTOSCALE`, the limits of a group of nodes: `3..10`; empty: undefined. Throws Error with the variable's name. */
export function readAutoscale(env: Readonly<Record<string, string | undefined>>): NodeGroupSize | undefined {
  const text = env.KLOCKWORK_AUTOSCALE;
  if (!text) return undefined;
  const group = parseNodeGroup(text);
  if (group === undefined) throw new Error(`KLOCKWORK_AUTOSCALE must be limits such as 3..10, not ${text}`);
  return group;
}
