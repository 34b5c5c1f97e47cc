import { semanticEqual } from '@klockwork/api-machinery';
import type { ImageDescription } from '@klockwork/images';
import { copy } from '@klockwork/kernel';
import type { Registry, WriteRequest } from '@klockwork/registry';
import { type KubeObject, LAB_CLOCK, type LabImage, type ResourceRef, resources, systemPriorityClasses } from '@klockwork/resources';
import { type BootstrapObject, bootstrapServiceRange } from './bootstrap-objects.ts';
import { builtInImages, renewedImage } from './built-in-images.ts';
import { clusterServices, kubernetesService } from './cluster-services.ts';
import { ensuredFlowControl } from './ensured-flow-control.ts';
import type { EnsuredObject } from './ensured-objects.ts';
import { builtInKind, ownWrite } from './own-write.ts';
import { type BootstrapPolicyObject, bootstrapPolicy } from './policy/bootstrap-policy.ts';
import { hasAnotherRole, reconciled } from './policy/reconcile-policy.ts';

/** Authorities in PEM. */
export interface Authorities {
  /** Signs the server's certificate. */
  readonly rootCa?: string | undefined;
  /** Signs the certificate of the server as a client of extension servers. */
  readonly frontProxyCa?: string | undefined;
}

/** The namespaces every cluster has. */
const NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/**
 * Creates missing initial objects of a cluster. Runs at each start. Models `pkg/controlplane/controller`. Publishes authorities for
 * the controller that copies them to namespaces, and for extension servers.
 */
export async function bootstrap(registry: Registry, authorities: Authorities = {}): Promise<void> {
  for (const name of NAMESPACES) await ensure(registry, { resource: resources.namespaces, namespace: '', body: { metadata: { name } } });
  await ensure(registry, { resource: resources.services, namespace: 'default', body: kubernetesService() });
  if (authorities.rootCa !== undefined) await publishAuthorities(registry, authorities);
}

/** Creates missing endpoints of Service `kubernetes`, and the DNS Service. Runs at each start. */
export async function createClusterServices(registry: Registry): Promise<void> {
  for (const { resource, namespace, body } of clusterServices()) await ensure(registry, { resource, namespace, body });
}

/** Creates missing roles and bindings of a new cluster, and completes existing ones. Runs at each start. */
export async function createPolicy(registry: Registry): Promise<void> {
  await Promise.all(bootstrapPolicy().map((object) => ensurePolicy(registry, object)));
}

/** Creates missing system priority classes. Runs at each start. Models `pkg/registry/scheduling/rest`. */
export async function createPriorityClasses(registry: Registry): Promise<void> {
  for (const body of systemPriorityClasses) await ensure(registry, { resource: resources.priorityClasses, namespace: '', body });
}

/** Creates missing flow schemas and priority levels of a new cluster, and restores others. Runs at each start. */
export async function createFlowControl(registry: Registry): Promise<void> {
  await Promise.all(ensuredFlowControl().map((object) => ensureKept(registry, object)));
}

/** Creates the object of the Service address range if missing. Runs at each start; `now`: API time. */
export async function createServiceRange(registry: Registry, now: string): Promise<void> {
  await ensureGiven(registry, bootstrapServiceRange(now));
}

/** Creates the lab's Clock if missing. Runs at each start. */
export async function createLabClock(registry: Registry): Promise<void> {
  await ensure(registry, { resource: resources.clocks, namespace: '', body: { metadata: { name: LAB_CLOCK } } });
}

/** Creates missing well-known images, and updates unedited ones. Runs at each start. */
export async function createImages(registry: Registry, descriptions: readonly ImageDescription[]): Promise<void> {
  await Promise.all(builtInImages(descriptions).map((image) => ensureImage(registry, image)));
}

/** Creates the default storage class if missing. Runs at each start. Equals kind's class: folders on the node of the first pod. */
export async function createStorageClass(registry: Registry): Promise<void> {
  await ensure(registry, {
    resource: resources.storageClasses,
    namespace: '',
    body: {
      metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
      provisioner: 'rancher.io/local-path',
      reclaimPolicy: 'Delete',
      volumeBindingMode: 'WaitForFirstConsumer',
    } as KubeObject,
  });
}

async function ensureKept(registry: Registry, { resource, namespace, body, manager, mend }: EnsuredObject): Promise<void> {
  if (await ensure(registry, { resource, namespace, body, manager })) return;
  const target = { kind: builtInKind(resource), namespace, name: body.metadata?.name ?? '' };
  const storedObject = registry.get(target).object;
  const mendedObject = mend?.(storedObject) ?? storedObject;
  if (semanticEqual(mendedObject, storedObject)) return;
  await registry.update({ target, subresource: '', change: () => mendedObject }, request(manager));
}

/** An existing status is kept. */
async function ensureGiven(registry: Registry, { resource, body, status }: BootstrapObject): Promise<void> {
  await ensure(registry, { resource, namespace: '', body });
  const target = { kind: builtInKind(resource), namespace: '', name: body.metadata?.name ?? '' };
  const storedStatus = Reflect.get(registry.get(target).object, 'status') as object | undefined;
  if (status === undefined || Object.keys(storedStatus ?? {}).length > 0) return;
  await registry.update({ target, subresource: 'status', change: (previous) => ({ ...copy(previous), status }) as KubeObject }, request());
}

async function ensurePolicy(registry: Registry, { resource, namespace, body }: BootstrapPolicyObject): Promise<void> {
  if (await ensure(registry, { resource, namespace, body, isKnown: true })) return;
  const target = { kind: builtInKind(resource), namespace, name: body.metadata?.name ?? '' };
  const storedObject = registry.get(target).object;
  if (hasAnotherRole(storedObject, body)) {
    await registry.delete({ target, deletion: { preconditions: { uid: storedObject.metadata?.uid ?? '' } } }, request());
    await ensure(registry, { resource, namespace, body, isKnown: true });
    return;
  }
  const mendedObject = reconciled(storedObject, body);
  if (mendedObject !== undefined) await registry.update({ target, subresource: '', change: () => mendedObject }, request());
}

async function ensureImage(registry: Registry, image: LabImage): Promise<void> {
  const target = { kind: builtInKind(resources.images), namespace: '', name: image.metadata?.name ?? '' };
  const storedObject = registry.find(target);
  if (storedObject === undefined) {
    await ensure(registry, { resource: resources.images, namespace: '', body: image, isKnown: true });
    return;
  }
  const renewedLabImage = renewedImage(storedObject.object as LabImage, image);
  if (renewedLabImage !== undefined) await registry.update({ target, subresource: '', change: () => renewedLabImage }, request());
}

/** Models `pkg/controlplane/controller/clusterauthenticationtrust`. */
async function publishAuthorities(registry: Registry, { rootCa, frontProxyCa }: Authorities): Promise<void> {
  const name = 'extension-apiserver-authentication';
  const data = {
    'client-ca-file': rootCa,
    ...(frontProxyCa !== undefined && {
      'requestheader-allowed-names': '["front-proxy-client"]',
      'requestheader-client-ca-file': frontProxyCa,
      'requestheader-extra-headers-prefix': '["X-Remote-Extra-"]',
      'requestheader-group-headers': '["X-Remote-Group"]',
      'requestheader-username-headers': '["X-Remote-User"]',
    }),
  };
  await ensure(registry, { resource: resources.configMaps, namespace: 'kube-system', body: { metadata: { name }, data } as KubeObject });
  const target = { kind: builtInKind(resources.configMaps), namespace: 'kube-system', name };
  await registry.update({ target, subresource: '', change: (previous) => ({ ...copy(previous), data }) as KubeObject }, request());
}

/** Object that is created if missing. */
interface InitialObject {
  readonly resource: ResourceRef;
  readonly namespace: string;
  readonly body: KubeObject;
  readonly manager?: string;
  /** True for a frozen body of a table whose test validates it. */
  readonly isKnown?: true;
}

/**
 * Creates an object if missing; returns whether it did. A repeated create of a Service would be refused, because its addresses are in use.
 */
async function ensure(registry: Registry, { resource, namespace, body, manager, isKnown }: InitialObject): Promise<boolean> {
  const kind = builtInKind(resource);
  if (registry.find({ kind, namespace, name: body.metadata?.name ?? '' }) !== undefined) return false;
  await registry.create({ kind, namespace, body, isKnown }, request(manager));
  return true;
}

function request(manager?: string): WriteRequest {
  return ownWrite({ correlationId: 'bootstrap', cause: { trigger: 'boot', name: 'api-server' }, manager });
}
