import { ApiError } from '@klockwork/kernel';
import { MIRROR_POD, type Pod, resources, type ServiceAccount } from '@klockwork/resources';
import type { Admission, AdmissionRequest, AdmissionView } from '../admission.ts';
import { createdPod } from '../pod-request.ts';
import { forbidden } from '../refuse.ts';
import { ephemeralSecretProblem, limitsSecrets, secretProblem } from './mountable-secrets.ts';
import { mountToken } from './token-volume.ts';

const DEFAULT_ACCOUNT = 'default';

/** Sets a pod's service account, and mounts its API token. Models `plugin/pkg/admission/serviceaccount`. */
export const serviceAccount: Admission = {
  name: 'ServiceAccount',

  admit(request, view) {
    const pod = createdPod(request);
    if (!pod?.spec) return;
    if (pod.metadata?.annotations?.[MIRROR_POD] !== undefined) refuseReferences(request, pod);
    else giveAccount(request, view, pod);
  },

  validate(request, view) {
    const { resource, subresource, object } = request;
    if (resource.group !== '' || resource.resource !== 'pods' || subresource !== 'ephemeralcontainers') return;
    const spec = (object as Pod).spec ?? { containers: [] };
    const account = accountOf(request, view, spec.serviceAccountName ?? '');
    const problem = limitsSecrets(account) ? ephemeralSecretProblem(spec, account) : undefined;
    // Upstream returns a plain error without Status.
    if (problem !== undefined) throw new ApiError({ code: 500, reason: '', message: problem });
  },
};

function accountOf(request: AdmissionRequest, view: AdmissionView, name: string): ServiceAccount {
  const account = view.get(resources.serviceAccounts, request.namespace, name) as ServiceAccount | undefined;
  if (account !== undefined) return account;
  throw forbidden(request, `error looking up service account ${request.namespace}/${name}: serviceaccount "${name}" not found`);
}

function giveAccount(request: AdmissionRequest, view: AdmissionView, { spec }: Pod): void {
  if (!spec) return;
  const name = spec.serviceAccountName || DEFAULT_ACCOUNT;
  spec.serviceAccountName = name;
  spec.serviceAccount = name;
  const account = accountOf(request, view, name);
  const automount = spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true;
  if (automount) mountToken(spec, request.random);
  if (!spec.imagePullSecrets?.length && account.imagePullSecrets?.length) {
    spec.imagePullSecrets = account.imagePullSecrets.map((secret) => ({ ...secret }));
  }
  const problem = limitsSecrets(account) ? secretProblem(spec, account) : undefined;
  if (problem !== undefined) throw forbidden(request, problem);
}

/** Rejects references in a mirror pod: the agent of a static pod cannot read API objects. */
function refuseReferences(request: AdmissionRequest, { spec }: Pod): void {
  if (spec?.serviceAccountName) throw forbidden(request, 'a mirror pod may not reference service accounts');
  const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
  const variables = containers.flatMap(({ env }) => env ?? []);
  const sources = containers.flatMap(({ envFrom }) => envFrom ?? []);
  const volumes = spec?.volumes ?? [];
  const ofSecret = [
    ...variables.map(({ valueFrom }) => valueFrom?.secretKeyRef),
    ...sources.map(({ secretRef }) => secretRef),
    ...volumes.map(({ secret }) => secret),
    ...(spec?.imagePullSecrets ?? []),
  ];
  if (ofSecret.some(Boolean)) throw forbidden(request, 'a mirror pod may not reference secrets');
  const ofConfigMap = [
    ...variables.map(({ valueFrom }) => valueFrom?.configMapKeyRef),
    ...sources.map(({ configMapRef }) => configMapRef),
    ...volumes.map(({ configMap }) => configMap),
  ];
  if (ofConfigMap.some(Boolean)) throw forbidden(request, 'a mirror pod may not reference configmaps');
  for (const { projected, persistentVolumeClaim } of volumes) {
    const token = (projected?.sources ?? []).some((source) => source.serviceAccountToken);
    if (token) throw forbidden(request, 'a mirror pod may not use ServiceAccountToken volume projections');
    if (persistentVolumeClaim) throw forbidden(request, 'a mirror pod may not reference persistentvolumeclaims');
  }
}
