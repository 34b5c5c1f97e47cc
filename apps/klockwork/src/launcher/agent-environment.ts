import type { LabOptions } from './lab-options.ts';
import { shapeEnvironment } from './node-shape.ts';

/** Returns environment variables of an agent. */
export function agentEnvironment(nodes: readonly string[], { shape, copiedAt }: LabOptions): Record<string, string> {
  return {
    KLOCKWORK_NODES: nodes.join(','),
    ...(copiedAt !== undefined && { KLOCKWORK_COPIED_AT: String(copiedAt) }),
    ...shapeEnvironment(shape),
  };
}
