import { type Controller, NOTHING } from '@klockwork/controller-runtime';
import type { InformerFactory, Notice } from '@klockwork/informers';
import { type Namespace, resources, type ServiceAccount } from '@klockwork/resources';
import { reconcileServiceAccount } from './reconcile-service-account.ts';

/** Gives every namespace its `default` ServiceAccount. Models pkg/controller/serviceaccount. */
export function serviceAccountController(informers: InformerFactory): Controller {
  const namespaces = informers.informer<Namespace>(resources.namespaces);
  const accounts = informers.informer<ServiceAccount>(resources.serviceAccounts);
  return {
    name: 'service-account-controller',
    keysOf: 'namespaces',
    sources: [
      { informer: namespaces, keys: ({ object }: Notice<Namespace>) => [object.metadata?.name ?? ''] },
      {
        informer: accounts,
        keys: ({ object, change }: Notice<ServiceAccount>) => (change === 'deleted' ? [object.metadata?.namespace ?? ''] : []),
      },
    ],
    reconcile(key) {
      const namespace = namespaces.get('', key);
      return namespace === undefined ? NOTHING : reconcileServiceAccount(namespace, accounts.get(key, 'default') !== undefined);
    },
  };
}
