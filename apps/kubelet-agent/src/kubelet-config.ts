/** What an agent is told by its environment beside what every service is. */
export interface KubeletConfig {
  readonly nodes: readonly string[];
  readonly profile: 'realistic' | 'fast';
  /** Where each node has its folder of manifests; its nodes run no pods of their own without it. */
  readonly manifests?: string;
}

/** Reads `KLOCKWORK_NODES` (names with commas; required), `KLOCKWORK_PROFILE` (realistic) and `KLOCKWORK_MANIFESTS` (none). */
export function readKubeletConfig(env: Readonly<Record<string, string | undefined>>): KubeletConfig {
  const nodes = (env.KLOCKWORK_NODES ?? '').split(',').filter((name) => name !== '');
  if (nodes.length === 0) throw new Error('KLOCKWORK_NODES must name at least one node');
  const profile = env.KLOCKWORK_PROFILE ?? 'realistic';
  if (profile !== 'realistic' && profile !== 'fast') throw new Error(`KLOCKWORK_PROFILE must be realistic or fast, not ${profile}`);
  const manifests = env.KLOCKWORK_MANIFESTS;
  return { nodes, profile, ...(manifests ? { manifests } : {}) };
}
