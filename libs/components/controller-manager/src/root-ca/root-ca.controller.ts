import { type Controller, NOTHING } from '@klockwork/controller-runtime';
import type { InformerFactory, Notice } from '@klockwork/informers';
import { type ConfigMap, type Namespace, resources } from '@klockwork/resources';
import { ROOT_CA_NAME, reconcileRootCa } from './reconcile-root-ca.ts';

/** Publishes the cluster's CA in every namespace. Models pkg/controller/certificates/rootcacertpublisher. `rootCa` is PEM. */
export function rootCaController(informers: InformerFactory, rootCa: string): Controller {
  const namespaces = informers.informer<Namespace>(resources.namespaces);
  const configMaps = informers.informer<ConfigMap>(resources.configMaps);
  return {
    name: 'root-ca-certificate-publisher-controller',
    sources: [
      { informer: namespaces, keys: ({ object }: Notice<Namespace>) => [object.metadata?.name ?? ''] },
      {
        informer: configMaps,
        keys: ({ object }: Notice<ConfigMap>) => (object.metadata?.name === ROOT_CA_NAME ? [object.metadata.namespace ?? ''] : []),
      },
    ],
    reconcile(key) {
      const namespace = namespaces.get('', key);
      return namespace === undefined ? NOTHING : reconcileRootCa(namespace, configMaps.get(key, ROOT_CA_NAME), rootCa);
    },
  };
}
