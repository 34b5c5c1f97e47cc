import { sameFields } from '@klockwork/api-machinery';
import type { ClusterApi } from '@klockwork/cluster-api';
import { type Informer, Informers } from '@klockwork/informers';
import type { Clock, Logger } from '@klockwork/kernel';
import { allKinds, type KubeObject } from '@klockwork/resources';
import type { ObservedCluster } from './observed-cluster.ts';

/** Informers of all kinds, subject to network faults: final caches must equal the fold of the log. */
export class CacheAudit {
  readonly #informers: readonly Informer[];

  constructor(parts: { api: ClusterApi; clock: Clock; logger: Logger }) {
    const factory = new Informers(parts);
    this.#informers = allKinds.map((kind) => factory.informer(kind));
    void factory.start();
  }

  /** Returns the first difference between cache and log; undefined if equal. */
  difference(cluster: ObservedCluster): string | undefined {
    for (const informer of this.#informers) {
      const difference = differenceOf(informer, cluster);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
}

function differenceOf(informer: Informer, cluster: ObservedCluster): string | undefined {
  const held = byName(informer.list());
  const real = byName(cluster.list(informer.resource));
  for (const name of new Set([...real.keys(), ...held.keys()])) {
    const [cached, logged] = [held.get(name), real.get(name)];
    if (cached !== undefined && logged !== undefined && isSame(cached, logged)) continue;
    const problem = cached === undefined ? 'was missed' : logged === undefined ? 'is held, but gone' : 'is held in another state';
    return `${informer.resource.resource} ${name} ${problem} in an informer's cache`;
  }
  return undefined;
}

function byName(objects: readonly KubeObject[]): ReadonlyMap<string, KubeObject> {
  return new Map(objects.map((object) => [`${object.metadata?.namespace ?? ''}/${object.metadata?.name}`, object]));
}

/** Caches omit the owners of fields: no component reads them. */
function isSame(cached: KubeObject, logged: KubeObject): boolean {
  return sameFields(cached, logged, METADATA) && sameFields(cached.metadata ?? {}, logged.metadata ?? {}, MANAGED_FIELDS);
}

const METADATA: ReadonlySet<string> = new Set(['metadata']);
const MANAGED_FIELDS: ReadonlySet<string> = new Set(['managedFields']);
