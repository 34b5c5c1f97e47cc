import { ApiError, assert } from '@klockwork/kernel';
import type { Registry, WriteRequest } from '@klockwork/registry';
import { type KubeObject, kindOf, type ResourceRef, resources } from '@klockwork/resources';

/** The namespaces every cluster has. */
const NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/** The first address of the service network, which `kubernetes.default` always has. */
const KUBERNETES_CLUSTER_IP = '10.96.0.1';

/** Creates what every cluster has and is not there yet. Run at each start. Models `pkg/controlplane/controller`. */
export async function bootstrap(registry: Registry): Promise<void> {
  for (const name of NAMESPACES) await ensure(registry, resources.namespaces, '', { metadata: { name } });
  await ensure(registry, resources.services, 'default', kubernetesService());
}

async function ensure(registry: Registry, resource: ResourceRef, namespace: string, body: KubeObject): Promise<void> {
  const kind = kindOf(resource.group, resource.resource);
  assert(kind !== undefined, `${resource.resource} are served`);
  try {
    await registry.create({ kind, namespace, body }, request());
  } catch (error) {
    if (!ApiError.is(error, 'AlreadyExists')) throw error;
  }
}

function request(): WriteRequest {
  return {
    actor: { user: 'system:apiserver', userAgent: 'klockwork-api-server' },
    correlationId: 'bootstrap',
    cause: { trigger: 'request', name: 'bootstrap' },
    dryRun: false,
    fieldValidation: 'Strict',
    warn() {},
  };
}

/** The API server's own service. */
function kubernetesService(): KubeObject {
  const spec = {
    type: 'ClusterIP',
    clusterIP: KUBERNETES_CLUSTER_IP,
    clusterIPs: [KUBERNETES_CLUSTER_IP],
    ipFamilies: ['IPv4'],
    ipFamilyPolicy: 'SingleStack',
    sessionAffinity: 'None',
    ports: [{ name: 'https', protocol: 'TCP', port: 443, targetPort: 6443 }],
  };
  const labels = { component: 'apiserver', provider: 'kubernetes' };
  return { metadata: { name: 'kubernetes', labels }, spec } as KubeObject;
}
