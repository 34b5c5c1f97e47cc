import { type Backend, isReady, isServingTerminating } from './backend.ts';

/** Location of a client: defines local and near backends. */
export interface ClientPlace {
  readonly node: string;
  readonly zone?: string | undefined;
}

/** Usable backends of a connection, and whether any exist elsewhere. */
export interface UsableBackends {
  readonly backends: readonly Backend[];
  /** False: no backend in the whole cluster. True without usable backends: the policy excludes the existing ones. */
  readonly anywhere: boolean;
}

/**
 * Ready backends; without any, serving terminating ones. Policy Local limits them to the client's node; otherwise complete hints select
 * near ones. Models `CategorizeEndpoints` of `pkg/proxy/topology.go`.
 */
export function usableBackends(all: readonly Backend[], policy: 'Cluster' | 'Local', client: ClientPlace): UsableBackends {
  const anywhere = all.some((backend) => isReady(backend) || isServingTerminating(backend));
  if (policy === 'Local') return { backends: readyOrEnding(all.filter(({ endpoint }) => endpoint.nodeName === client.node)), anywhere };
  const ready = all.filter(isReady);
  return { backends: ready.length > 0 ? near(ready, client) : readyOrEnding(all), anywhere };
}

function readyOrEnding(backends: readonly Backend[]): readonly Backend[] {
  const ready = backends.filter(isReady);
  return ready.length > 0 ? ready : backends.filter(isServingTerminating);
}

/** Hints apply only if all backends have hints and one matches this client. Models `topologyModeFromHints`. */
function near(ready: readonly Backend[], { node, zone }: ClientPlace): readonly Backend[] {
  return hintedFor(ready, 'forNodes', node) ?? hintedFor(ready, 'forZones', zone) ?? ready;
}

function hintedFor(ready: readonly Backend[], hint: 'forNodes' | 'forZones', place: string | undefined): readonly Backend[] | undefined {
  const hintsOf = ({ endpoint }: Backend) => endpoint.hints?.[hint] ?? [];
  if (ready.some((backend) => hintsOf(backend).length === 0)) return undefined;
  const backends = ready.filter((backend) => hintsOf(backend).some(({ name }) => name === place));
  return backends.length > 0 ? backends : undefined;
}
