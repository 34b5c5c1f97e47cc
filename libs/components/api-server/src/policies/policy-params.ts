import type { AdmissionView } from '@klockwork/admission';
import { labelSelector } from '@klockwork/api-machinery';
import type { ObjectConverter } from '@klockwork/registry';
import type { KindDefinition, KubeObject, ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding } from '@klockwork/resources';
import { splitApiVersion } from '../objects/body-kind.ts';

/** Parameters of a binding: one evaluation each; null without a parameter. `problem`: reason that no evaluation is possible. */
export type PolicyParams = FoundParams | { readonly problem: string; readonly isPolicy?: true };

/** Parameters. `convertedKind`: kind whose webhook must convert them to the version of the policy; absent if they have that version. */
interface FoundParams {
  readonly params: readonly (object | null)[];
  readonly convertedKind?: KindDefinition;
}

/** Cluster that parameters are read from. */
export interface ParamSource {
  readonly view: AdmissionView;
  readonly kinds: readonly KindDefinition[];
}

type ParamKind = NonNullable<NonNullable<ValidatingAdmissionPolicy['spec']>['paramKind']>;

/** Returns the parameters of a binding for a request in a namespace. Models `generic.CollectParams`. */
export function collectParams(
  { spec: { paramKind } = {} }: ValidatingAdmissionPolicy,
  { spec: { paramRef } = {} }: ValidatingAdmissionPolicyBinding,
  { namespace, source }: { readonly namespace: string; readonly source: ParamSource },
): PolicyParams {
  if (paramKind === undefined) return { params: [null] };
  const kind = findKind(source.kinds, paramKind);
  if (kind === undefined) return { problem: `failed to find resource referenced by paramKind: '${kindText(paramKind)}'`, isPolicy: true };
  if (paramRef === undefined) return { params: [null] };
  if (!kind.namespaced && paramRef.namespace)
    return { problem: 'paramRef.namespace must not be provided for a cluster-scoped `paramKind`' };
  const place = kind.namespaced ? paramRef.namespace || namespace : '';
  if (kind.namespaced && place === '') {
    return { problem: 'cannot use namespaced paramRef in policy binding that matches cluster-scoped resources' };
  }
  const selector = paramRef.selector && labelSelector.fromObject(paramRef.selector);
  const candidates: readonly (KubeObject | undefined)[] = paramRef.name
    ? [source.view.get(kind, place, paramRef.name)]
    : source.view.list(kind, place).filter(({ metadata }) => selector?.matches(metadata?.labels) === true);
  const objects = candidates.filter((object) => object !== undefined);
  if (kind.conversion !== undefined && objects.some(({ apiVersion }) => apiVersion !== paramKind.apiVersion))
    return { params: objects, convertedKind: kind };
  const params = objects.map((object) => ({ ...object, ...paramKind }));
  if (params.length > 0 || paramRef.parameterNotFoundAction !== 'Deny') return { params };
  return { problem: 'no params found for policy binding with `Deny` parameterNotFoundAction' };
}

/** Returns the parameters in the version of the policy. Rejects with ApiError for a failed conversion. */
export async function convertParams(
  converter: ObjectConverter,
  { spec: { paramKind } = {} }: ValidatingAdmissionPolicy,
  { params, convertedKind }: FoundParams,
): Promise<PolicyParams> {
  if (convertedKind === undefined || paramKind?.apiVersion === undefined) return { params };
  return { params: await converter.convert(convertedKind, params as readonly KubeObject[], paramKind.apiVersion) };
}

/** True if reads of policy parameters may call a conversion webhook. */
export function mayConvertParams({ spec: { paramKind } = {} }: ValidatingAdmissionPolicy, kinds: () => readonly KindDefinition[]): boolean {
  return paramKind !== undefined && findKind(kinds(), paramKind)?.conversion !== undefined;
}

function findKind(kinds: readonly KindDefinition[], { apiVersion = '', kind }: ParamKind): KindDefinition | undefined {
  const { group, version } = splitApiVersion(apiVersion);
  return kinds.find((one) => one.group === group && one.kind === kind && servesVersion(one, version));
}

/** Forms differ without a call; a webhook converts to `otherVersions`. */
function servesVersion({ version, isUnserved, forms = [], otherVersions = [] }: KindDefinition, wantedVersion: string): boolean {
  if (version === wantedVersion) return isUnserved !== true;
  return [...forms, ...otherVersions].some((other) => other.version === wantedVersion);
}

function kindText({ apiVersion = '', kind = '' }: ParamKind): string {
  return `${apiVersion.includes('/') ? apiVersion : `/${apiVersion}`}, Kind=${kind}`;
}
