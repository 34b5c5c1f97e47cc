import { type Controller, NOTHING } from '@klockwork/controller-runtime';
import type { InformerFactory, Notice } from '@klockwork/informers';
import { type KubeObject, type Namespace, type ResourceRef, resources } from '@klockwork/resources';
import { reconcileNamespace } from './reconcile-namespace.ts';

/** Ends namespaces. `kinds` are all namespaced kinds. Models pkg/controller/namespace. */
export function namespaceController(informers: InformerFactory, kinds: readonly ResourceRef[]): Controller {
  const namespaces = informers.informer<Namespace>(resources.namespaces);
  const contents = kinds.map((resource) => informers.informer<KubeObject>(resource, { metadataOnly: true }));
  const isEnding = (name: string) => namespaces.get('', name)?.metadata?.deletionTimestamp !== undefined;
  return {
    name: 'namespace-controller',
    keysOf: 'namespaces',
    workers: 10,
    sources: [
      { informer: namespaces, keys: ({ object }: Notice<Namespace>) => [object.metadata?.name ?? ''] },
      ...contents.map((informer) => ({
        informer,
        keys: ({ object }: Notice) => (isEnding(object.metadata?.namespace ?? '') ? [object.metadata?.namespace ?? ''] : []),
      })),
    ],
    // Objects missing from a late cache would outlive their namespace.
    freshen: (key) => (isEnding(key) ? Promise.all(contents.map((informer) => informer.catchUp())).then(() => undefined) : undefined),
    reconcile(key, now) {
      const namespace = namespaces.get('', key);
      if (namespace === undefined) return NOTHING;
      return reconcileNamespace(
        namespace,
        contents.map((informer) => ({ resource: informer.resource, objects: informer.list(key) })),
        now,
      );
    },
  };
}
