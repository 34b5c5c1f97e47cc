import { semanticEqual } from '@klockwork/api-machinery';
import { NOTHING, type Plan } from '@klockwork/controller-runtime';
import { type ConfigMap, type Namespace, resources } from '@klockwork/resources';

/** ConfigMap with the CA bundle for pods. */
export const ROOT_CA_NAME = 'kube-root-ca.crt';

const DESCRIPTION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

/** Creates the ConfigMap or reverts changes to it. */
export function reconcileRootCa(namespace: Namespace, existing: ConfigMap | undefined, rootCa: string): Plan {
  if (namespace.metadata?.deletionTimestamp !== undefined) return NOTHING;
  const data = { 'ca.crt': rootCa };
  const annotations = { 'kubernetes.io/description': DESCRIPTION };
  if (existing === undefined) {
    const metadata = { namespace: namespace.metadata?.name as string, name: ROOT_CA_NAME, annotations };
    const object: ConfigMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data };
    return { stages: [[{ type: 'create', resource: resources.configMaps, object, tolerate: ['AlreadyExists'] }]] };
  }
  const described = existing.metadata?.annotations?.['kubernetes.io/description'] === DESCRIPTION;
  if (described && semanticEqual(existing.data, data)) return NOTHING;
  const metadata = { ...existing.metadata, annotations: { ...existing.metadata?.annotations, ...annotations } };
  const object: ConfigMap = { ...existing, metadata, data };
  return { stages: [[{ type: 'update', resource: resources.configMaps, object }]] };
}
