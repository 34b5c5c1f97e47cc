import type { ClusterApi } from '@klockwork/cluster-api';
import { type Controller, NOTHING } from '@klockwork/controller-runtime';
import type { InformerFactory, Notice } from '@klockwork/informers';
import { type ConfigMap, type Namespace, resources } from '@klockwork/resources';
import { ROOT_CA_NAME, reconcileRootCa } from './reconcile-root-ca.ts';
import { WholeObjects } from './whole-objects.ts';

/** ConfigMap in which the api-server publishes its CA. */
const SOURCE = { namespace: 'kube-system', name: 'extension-apiserver-authentication', key: 'client-ca-file' };

/**
 * Publishes the cluster CA in every namespace. Models pkg/controller/certificates/rootcacertpublisher, whose CA is a file; here it is read
 * from the api-server's ConfigMap, thus no file is shared. Metadata suffices for all other ConfigMaps.
 */
export function rootCaController(informers: InformerFactory, api: Pick<ClusterApi, 'get'>): Controller {
  const namespaces = informers.informer<Namespace>(resources.namespaces);
  const configMaps = informers.informer<ConfigMap>(resources.configMaps, { metadataOnly: true });
  const whole = new WholeObjects<ConfigMap>(configMaps, api);
  const concerned = ({ metadata }: ConfigMap): readonly string[] => {
    if (metadata?.namespace === SOURCE.namespace && metadata.name === SOURCE.name)
      return namespaces.list().map((namespace) => namespace.metadata?.name ?? '');
    return metadata?.name === ROOT_CA_NAME ? [metadata.namespace ?? ''] : [];
  };
  return {
    name: 'root-ca-certificate-publisher-controller',
    keysOf: 'namespaces',
    sources: [
      { informer: namespaces, keys: ({ object }: Notice<Namespace>) => [object.metadata?.name ?? ''] },
      { informer: configMaps, keys: ({ object }: Notice<ConfigMap>) => concerned(object) },
    ],
    async freshen(key) {
      await whole.freshen(SOURCE.namespace, SOURCE.name);
      await whole.freshen(key, ROOT_CA_NAME);
    },
    reconcile(key) {
      const namespace = namespaces.get('', key);
      const rootCa = whole.get(SOURCE.namespace, SOURCE.name)?.data?.[SOURCE.key];
      if (namespace === undefined || rootCa === undefined) return NOTHING;
      return reconcileRootCa(namespace, whole.get(key, ROOT_CA_NAME), rootCa);
    },
  };
}
