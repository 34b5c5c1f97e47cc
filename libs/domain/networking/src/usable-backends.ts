import { type Backend, isReady, isServingTerminating } from './backend.ts';

/** Where a connection begins: it decides what is local and near. */
export interface ClientPlace {
  readonly node: string;
  readonly zone?: string | undefined;
}

/** Whom a connection may be given to, and whether there would be somebody elsewhere. */
export interface UsableBackends {
  readonly backends: readonly Backend[];
  /** False: nobody in the whole cluster answers. True without backends: the policy excludes those who would. */
  readonly anywhere: boolean;
}

/**
 * The ready ones; if none is, those that still serve while they end. With `policy` Local only those on the client's node; otherwise,
 * where every ready one says for whom it is meant, the near ones. Models `CategorizeEndpoints` of `pkg/proxy/topology.go`.
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

/** Models `topologyModeFromHints`: hints count only when all have them and one is for this client. */
function near(ready: readonly Backend[], { node, zone }: ClientPlace): readonly Backend[] {
  return hintedFor(ready, 'forNodes', node) ?? hintedFor(ready, 'forZones', zone) ?? ready;
}

function hintedFor(ready: readonly Backend[], hint: 'forNodes' | 'forZones', place: string | undefined): readonly Backend[] | undefined {
  const hintsOf = ({ endpoint }: Backend) => endpoint.hints?.[hint] ?? [];
  if (ready.some((backend) => hintsOf(backend).length === 0)) return undefined;
  const meant = ready.filter((backend) => hintsOf(backend).some(({ name }) => name === place));
  return meant.length > 0 ? meant : undefined;
}
