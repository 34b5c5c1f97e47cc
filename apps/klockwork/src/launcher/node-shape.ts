/** Requested properties of a lab's nodes. */
export interface NodeShape {
  /** Quantities: `4`, `8Gi`. */
  readonly cpu?: string;
  readonly memory?: string;
  readonly ephemeralStorage?: string;
  readonly pods?: number;
  /** Zone names, assigned to nodes in turn. */
  readonly zones?: readonly string[];
  /** How many images a node pulls at a time. */
  readonly parallelPulls?: number;
}

/** Returns the agents' environment variables. */
export function shapeEnvironment({ cpu, memory, ephemeralStorage, pods, zones, parallelPulls }: NodeShape): Record<string, string> {
  return {
    ...(cpu !== undefined && { KLOCKWORK_NODE_CPU: cpu }),
    ...(memory !== undefined && { KLOCKWORK_NODE_MEMORY: memory }),
    ...(ephemeralStorage !== undefined && { KLOCKWORK_NODE_EPHEMERAL_STORAGE: ephemeralStorage }),
    ...(pods !== undefined && { KLOCKWORK_NODE_PODS: String(pods) }),
    ...(zones !== undefined && { KLOCKWORK_ZONES: zones.join(',') }),
    ...(parallelPulls !== undefined && { KLOCKWORK_PARALLEL_PULLS: String(parallelPulls) }),
  };
}
