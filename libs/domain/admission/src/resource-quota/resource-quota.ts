import {
  addAmounts,
  amountsAbove,
  amountsOf,
  type CompanionWrite,
  changesUsage,
  type KubeObject,
  type Pod,
  podConstraintProblem,
  type QuotaAmounts,
  quotaCounts,
  type ResourceQuota,
  resources,
  resourcesOfKind,
  usageOf,
  usageOfAll,
} from '@klockwork/resources';
import type { Admission, AdmissionRequest, AdmissionView } from '../admission.ts';
import { forbidden } from '../refuse.ts';

/** Kinds that no quota counts. Models `DefaultIgnoredResources`. */
const IGNORED = ['events'];
/** Kinds whose usage may grow on update: resource → subresource. */
const GROWING: Readonly<Record<string, string>> = { services: '', persistentvolumeclaims: '', pods: 'resize' };
/** Kinds that may enter another quota's scope on update. */
const MOVING: Readonly<Record<string, string>> = { persistentvolumeclaims: 'status', pods: '' };

/** Quota of a request, with usage after the request. */
interface Charge {
  readonly quota: ResourceQuota;
  readonly used: QuotaAmounts;
}

/**
 * Rejects requests beyond the namespace's quotas, and charges accepted ones. Usage is counted on newest objects, including uncommitted
 * ones, so concurrent writers cannot exceed a quota together. Models `checkRequest` of
 * `k8s.io/apiserver/pkg/admission/plugin/resourcequota`.
 */
export const resourceQuota: Admission = {
  name: 'ResourceQuota',

  validate(request, view) {
    charges(request, view);
  },

  companions: (request, view) => charges(request, view).map(chargedQuota),
};

function charges(request: AdmissionRequest, view: AdmissionView): Charge[] {
  const { object, previous, namespace, resource } = request;
  if (object === undefined || !isCounted(request)) return [];
  const quotas = (view.list(resources.resourceQuotas, namespace) as readonly ResourceQuota[]).toSorted(byName);
  const countedQuotas = quotas.filter((quota) => quotaCounts(quota, resource, object, Object.keys(quota.status?.hard ?? {})));
  for (const quota of countedQuotas) holdConstraints(request, object, quota);
  return countedQuotas.flatMap((quota) => charge(request, { quota, object, others }));

  function others(): readonly KubeObject[] {
    return view.list(resource, namespace).filter(({ metadata }) => metadata?.uid !== previous?.metadata?.uid);
  }
}

/** Returns the object's uncharged usage: all of it when it enters the quota's scope. */
function takenOf(quota: ResourceQuota, { object = {}, previous, resource }: AdmissionRequest): QuotaAmounts {
  const hadCounted = previous !== undefined && quotaCounts(quota, resource, previous, Object.keys(quota.status?.hard ?? {}));
  return amountsAbove(usageOf(resource, object), hadCounted ? usageOf(resource, previous) : {});
}

function isCounted({ operation, subresource, resource, namespace, object = {}, previous }: AdmissionRequest): boolean {
  if (namespace === '' || IGNORED.includes(resource.resource)) return false;
  if (operation === 'CREATE') return subresource === '';
  if (operation !== 'UPDATE' || resource.group !== '') return false;
  if (GROWING[resource.resource] === subresource) return true;
  return MOVING[resource.resource] === subresource && previous !== undefined && changesUsage(resource, previous, object);
}

/** Requires values for all limited resources, and a known quota status. */
function holdConstraints(request: AdmissionRequest, object: KubeObject, quota: ResourceQuota): void {
  const name = quota.metadata?.name ?? '';
  const limited = limitedBy(quota, request);
  const isPod = request.resource.group === '' && request.resource.resource === resources.pods.resource;
  const problem = isPod ? podConstraintProblem(object as Pod, limited) : undefined;
  if (problem !== undefined) throw forbidden(request, `failed quota: ${name}: ${problem}`);
  if (limited.some((resource) => quota.status?.used?.[resource] === undefined))
    throw forbidden(request, `status unknown for quota: ${name}, resources: ${limited.sort().join(',')}`);
}

function limitedBy({ status }: ResourceQuota, { resource }: AdmissionRequest): string[] {
  return resourcesOfKind(resource, Object.keys(status?.hard ?? {}));
}

/** Throws Forbidden for an exceeded quota, except on status updates. Unlimited resources are not compared. */
function charge(
  request: AdmissionRequest,
  { quota, object, others }: { quota: ResourceQuota; object: KubeObject; others(): readonly KubeObject[] },
): Charge[] {
  const limited = limitedBy(quota, request);
  const hard = quota.status?.hard ?? {};
  const requestedAmounts = amountsOf(takenOf(quota, request), limited);
  if (Object.keys(requestedAmounts).length === 0) return [];
  const usedBefore = usageOfAll(quota, request.resource, others(), { names: limited, now: request.clock.now() });
  const used = addAmounts([usedBefore, amountsOf(usageOf(request.resource, object), limited)]);
  const exceededNames = Object.keys(requestedAmounts).filter((name) => amountsAbove(used, hard)[name] !== undefined);
  if (exceededNames.length === 0 || request.subresource === 'status') return [{ quota, used }];
  const before = withoutTaken(used, requestedAmounts);
  const amountTexts = [requestedAmounts, before, hard].map((amounts) => amountsText(amountsOf(amounts, exceededNames)));
  const name = quota.metadata?.name ?? '';
  throw forbidden(request, `exceeded quota: ${name}, requested: ${amountTexts[0]}, used: ${amountTexts[1]}, limited: ${amountTexts[2]}`);
}

function withoutTaken(used: QuotaAmounts, requested: QuotaAmounts): QuotaAmounts {
  const less = amountsAbove(used, requested);
  return Object.fromEntries(Object.keys(used).map((name) => [name, less[name] ?? '0']));
}

function chargedQuota({ quota, used }: Charge): CompanionWrite {
  const next: ResourceQuota = { ...quota, status: { ...quota.status, used: { ...quota.status?.used, ...used } } };
  return { resource: resources.resourceQuotas, subresource: 'status', previous: quota, next };
}

/** `pods=1,requests.cpu=500m`. Models `prettyPrint`. */
function amountsText(amounts: QuotaAmounts): string {
  return Object.keys(amounts)
    .sort()
    .map((name) => `${name}=${amounts[name]}`)
    .join(',');
}

function byName(a: ResourceQuota, b: ResourceQuota): number {
  return (a.metadata?.name ?? '') < (b.metadata?.name ?? '') ? -1 : 1;
}
