import type { ReviewedRequest } from '@klockwork/admission';
import type { CalledWrite } from '@klockwork/registry';
import type { KubeObject } from '@klockwork/resources';
import { userInfoOf } from '../reviews/user.ts';
import type { Invocation } from './invocation.ts';
import { forWebhook, versionsOf, type WriteVersion } from './versioned-write.ts';
import type { WebhookPorts } from './webhook-ports.ts';

/** Kinds of the options of operations; a connection has none. */
const OPTIONS: Readonly<Record<CalledWrite['operation'], string | undefined>> = {
  CREATE: 'CreateOptions',
  UPDATE: 'UpdateOptions',
  DELETE: 'DeleteOptions',
  CONNECT: undefined,
};

/** Returns the request that a webhook reviews. `object` is in the version of the invocation. Models `CreateV1AdmissionReview`. */
export async function reviewRequest(
  write: CalledWrite,
  { version }: Pick<Invocation, 'version'>,
  { object, ports }: { readonly object: KubeObject | undefined; readonly ports: Pick<WebhookPorts, 'random' | 'converter'> },
): Promise<ReviewedRequest> {
  const { previous } = write;
  return {
    uid: ports.random.uuid(),
    ...admissionRequest(write, version),
    object: object ?? null,
    oldObject: previous === undefined ? null : await forWebhook(ports, write, { version, object: previous }),
  };
}

/** Returns a request without its objects, as policies see it. Models `CreateAdmissionRequest` of `plugin/cel`. */
export function admissionRequest(write: CalledWrite, version: WriteVersion): Omit<ReviewedRequest, 'uid' | 'object' | 'oldObject'> {
  const { kind, subresource, operation, user, groups, identity, dryRun, options } = write;
  const requestVersion = versionsOf(write)[0] as WriteVersion;
  const isNamespace = kind.group === '' && kind.resource === 'namespaces';
  const optionsKind = OPTIONS[operation];
  const namespace = isNamespace ? write.name : write.namespace;
  return {
    kind: version.kind,
    resource: version.resource,
    ...(subresource !== '' && { subResource: subresource }),
    requestKind: requestVersion.kind,
    requestResource: requestVersion.resource,
    ...(subresource !== '' && { requestSubResource: subresource }),
    ...(write.name !== '' && { name: write.name }),
    ...(namespace !== '' && { namespace }),
    operation,
    userInfo: identity?.() ?? (groups === undefined ? userInfoOf(user) : { username: user, groups }),
    dryRun,
    options: optionsKind === undefined ? null : { kind: optionsKind, apiVersion: 'meta.k8s.io/v1', ...options },
  };
}
