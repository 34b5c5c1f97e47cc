/** Settings of an agent, beside those of every service. */
export interface KubeletConfig {
  readonly nodes: readonly string[];
  readonly profile: 'realistic' | 'fast';
  /** Root of the nodes' manifest folders; without it nodes run no static pods. */
  readonly manifests?: string;
  /** Root of the nodes' note folders; without it no notes exist. */
  readonly state?: string;
  /** Last copied revision of a fork. */
  readonly copiedAt?: number;
  /** Grace periods of nodes at SIGTERM; without them nodes lose power. */
  readonly shutdown?: { readonly graceSeconds: number; readonly criticalSeconds: number };
}

/**
 * Reads `KLOCKWORK_NODES` (names with commas; required), `KLOCKWORK_PROFILE` (realistic), `KLOCKWORK_MANIFESTS` (none), `KLOCKWORK_STATE` (none),
 * `KLOCKWORK_COPIED_AT` (none), `KLOCKWORK_SHUTDOWN_GRACE_SECONDS` (0, which is none) and `KLOCKWORK_SHUTDOWN_CRITICAL_SECONDS` (0). Throws when one of them makes no sense.
 */
export function readKubeletConfig(env: Readonly<Record<string, string | undefined>>): KubeletConfig {
  const nodes = (env.KLOCKWORK_NODES ?? '').split(',').filter((name) => name !== '');
  if (nodes.length === 0) throw new Error('KLOCKWORK_NODES must name at least one node');
  const profile = env.KLOCKWORK_PROFILE ?? 'realistic';
  if (profile !== 'realistic' && profile !== 'fast') throw new Error(`KLOCKWORK_PROFILE must be realistic or fast, not ${profile}`);
  const { KLOCKWORK_MANIFESTS: manifests, KLOCKWORK_STATE: state } = env;
  const shutdown = readShutdown(env);
  const copiedAt = Number(env.KLOCKWORK_COPIED_AT ?? 0);
  if (!Number.isSafeInteger(copiedAt)) throw new Error(`KLOCKWORK_COPIED_AT must be a revision, not ${env.KLOCKWORK_COPIED_AT}`);
  return {
    nodes,
    profile,
    ...(manifests ? { manifests } : {}),
    ...(state ? { state } : {}),
    ...(copiedAt > 0 ? { copiedAt } : {}),
    ...(shutdown.graceSeconds > 0 ? { shutdown } : {}),
  };
}

function readShutdown(env: Readonly<Record<string, string | undefined>>): { graceSeconds: number; criticalSeconds: number } {
  const graceSeconds = Number(env.KLOCKWORK_SHUTDOWN_GRACE_SECONDS ?? 0);
  const criticalSeconds = Number(env.KLOCKWORK_SHUTDOWN_CRITICAL_SECONDS ?? 0);
  if (graceSeconds >= criticalSeconds && criticalSeconds >= 0) return { graceSeconds, criticalSeconds };
  throw new Error('KLOCKWORK_SHUTDOWN_GRACE_SECONDS must be a number of seconds, of which KLOCKWORK_SHUTDOWN_CRITICAL_SECONDS are a part');
}
