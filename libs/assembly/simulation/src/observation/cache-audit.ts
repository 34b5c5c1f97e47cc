import type { ClusterApi } from '@klockwork/cluster-api';
import { type Informer, Informers } from '@klockwork/informers';
import type { Clock, Logger } from '@klockwork/kernel';
import { allKinds, type KubeObject } from '@klockwork/resources';
import { Violation } from '../violation.ts';
import { canonicalJson } from './canonical-json.ts';
import type { ObservedCluster } from './observed-cluster.ts';

/** Informers of every kind, on a connection that every fault meets: at the end they must hold what the log folds to. */
export class CacheAudit {
  readonly #informers: readonly Informer[];

  constructor(parts: { api: ClusterApi; clock: Clock; logger: Logger }) {
    const factory = new Informers(parts);
    this.#informers = allKinds.map((kind) => factory.informer(kind));
    void factory.start();
  }

  /** Throws a Violation that names the first object that is held otherwise. Call it when hints and heads have had time to arrive. */
  compare(cluster: ObservedCluster): void {
    for (const informer of this.#informers) this.#compareKind(informer, cluster);
  }

  #compareKind(informer: Informer, cluster: ObservedCluster): void {
    const held = byName(informer.list());
    const real = byName(cluster.list(informer.resource));
    for (const name of new Set([...real.keys(), ...held.keys()])) {
      if (held.get(name) === real.get(name)) continue;
      const problem = !held.has(name) ? 'was missed' : !real.has(name) ? 'is held, but gone' : 'is held in another state';
      throw new Violation('caches-equal-the-log', `${informer.resource.resource} ${name} ${problem} in an informer's cache`);
    }
  }
}

function byName(objects: readonly KubeObject[]): ReadonlyMap<string, string> {
  return new Map(objects.map((object) => [`${object.metadata?.namespace ?? ''}/${object.metadata?.name}`, canonicalJson(object)]));
}
