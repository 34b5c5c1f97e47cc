import { type Controller, NOTHING, type Source } from '@klockwork/controller-runtime';
import type { Informer, InformerFactory, Notice } from '@klockwork/informers';
import { type KubeObject, type Namespace, type ResourceRef, resources } from '@klockwork/resources';
import type { ServedKinds } from '../served-kinds/served-kinds.ts';
import { reconcileNamespace } from './reconcile-namespace.ts';

/** Ends namespaces. `kinds` are all namespaced kinds. Models pkg/controller/namespace. */
export function namespaceController(informers: InformerFactory, kinds: ServedKinds): Controller {
  const namespaces = informers.informer<Namespace>(resources.namespaces);
  const contentOf = (kind: ResourceRef) => informers.informer<KubeObject>(kind, { metadataOnly: true });
  const contents = kinds.all.map(contentOf);
  const isEnding = (name: string) => namespaces.get('', name)?.metadata?.deletionTimestamp !== undefined;
  const sourceOf = (informer: Informer): Source => ({
    informer,
    keys: ({ object }: Notice) => (isEnding(object.metadata?.namespace ?? '') ? [object.metadata?.namespace ?? ''] : []),
  });
  return {
    name: 'namespace-controller',
    keysOf: 'namespaces',
    workers: 10,
    sources: [{ informer: namespaces, keys: ({ object }: Notice<Namespace>) => [object.metadata?.name ?? ''] }, ...contents.map(sourceOf)],
    laterSources: (add) =>
      kinds.onAdded((kind) => {
        const informer = contentOf(kind);
        if (!contents.includes(informer)) contents.push(informer);
        add(sourceOf(informer));
      }),
    // Objects missing from a late cache would outlive their namespace.
    freshen: (key) => (isEnding(key) ? Promise.all(contents.map(freshened)).then(() => undefined) : undefined),
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

/** Resolves when the cache is newer than the call. */
function freshened(informer: Informer): Promise<void> {
  return informer.synced().then(() => informer.catchUp());
}
