import { type FieldError, fieldErrors, formatTime, goQuote, statusErrors } from '@klockwork/api-machinery';
import { ApiError, type Clock, type Random } from '@klockwork/kernel';
import type { BoundObjectReference, TokenRequestSpec, TokenRequestStatus } from '@klockwork/kubernetes-types';
import type { Registry } from '@klockwork/registry';
import {
  type AccountClaims,
  encodeAccountToken,
  type KubeObject,
  kindOf,
  type Pod,
  type ResourceRef,
  resources,
  TOKEN_ISSUER,
  type TokenSigner,
} from '@klockwork/resources';

/** Type of the body and the answer of `serviceaccounts/NAME/token`. */
export const TOKEN_REQUEST = { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' } as const;

/** Dependencies of issued tokens. */
export interface TokenPorts {
  readonly registry: Registry;
  readonly clock: Pick<Clock, 'now'>;
  /** Draws the tokens' ids. */
  readonly random: Random;
  readonly signer: TokenSigner;
}

/** Service account by its path. */
export interface AccountName {
  readonly namespace: string;
  readonly name: string;
}

/** Request with its specification; a missing expiration means an hour. */
export type TokenRequestBody = KubeObject & { readonly spec?: Partial<TokenRequestSpec> };

/** Request with its answer. */
export type GrantedToken = KubeObject & { readonly status: TokenRequestStatus };

const EXPIRATION_SECONDS = 3_600;
const EXPIRATION_SECONDS_MIN = 600;
const EXPIRATION_SECONDS_MAX = 2 ** 32;
/** Expiration that admission requests for pods. Such tokens stay valid for a year, with a warning for clients that never reload them. */
const INJECTED_SECONDS = 3_607;
const EXTENDED_SECONDS = 365 * 24 * 60 * 60;

/** Kinds that a token can be bound to. */
const BINDABLE: Readonly<Record<string, ResourceRef>> = { Pod: resources.pods, Secret: resources.secrets, Node: resources.nodes };

type Spec = Omit<TokenRequestSpec, 'boundObjectRef'> & { expirationSeconds: number; boundObjectRef: BoundObjectReference | null };
type BoundObjects = Partial<Record<'pod' | 'secret' | 'node', KubeObject>>;

/** Returns a token for an account, without storage. Throws ApiError. Models `pkg/registry/core/serviceaccount/storage/token.go`. */
export function grantToken(ports: TokenPorts, path: AccountName, body: TokenRequestBody): GrantedToken {
  checkNames(path, body);
  const account = stored(ports, resources.serviceAccounts, path);
  checkUid(body, account);
  const spec = wholeSpec(body.spec);
  const errors = expirationErrors(spec.expirationSeconds);
  if (errors.length > 0) throw statusErrors.invalid(TOKEN_REQUEST, '', errors);
  const bound = boundTo(ports, path, spec.boundObjectRef);
  const now = ports.clock.now();
  const token = encodeAccountToken(claimsOf(ports, account, { spec, bound }), ports.signer);
  const { name, namespace, uid } = account.metadata ?? {};
  const metadata = { ...body.metadata, name, namespace, uid, creationTimestamp: formatTime(now) } as KubeObject['metadata'] & object;
  const status = { token, expirationTimestamp: formatTime(now + spec.expirationSeconds * 1_000) };
  return { metadata, spec, status } as GrantedToken;
}

/** Returns a specification with defaults. Upstream's type cannot omit the bound object. */
function wholeSpec(spec: Partial<TokenRequestSpec> = {}): Spec {
  const { audiences, expirationSeconds = EXPIRATION_SECONDS, boundObjectRef, ...rest } = spec;
  return { ...rest, audiences: audiences?.length ? audiences : [TOKEN_ISSUER], expirationSeconds, boundObjectRef: boundObjectRef ?? null };
}

/** Models SetDefaults_TokenRequest, which precedes ownership of fields. */
export function withDefaults(body: TokenRequestBody): TokenRequestBody {
  return { ...body, spec: { ...body.spec, expirationSeconds: body.spec?.expirationSeconds ?? EXPIRATION_SECONDS } } as TokenRequestBody;
}

/** Requires the path's name and namespace in the body, if present. */
function checkNames(path: AccountName, { metadata = {} }: KubeObject): void {
  const { name = '', namespace = '' } = metadata;
  const errors = [
    ...(name !== '' && name !== path.name
      ? [fieldErrors.invalid('metadata.name', name, 'must match the service account name if specified')]
      : []),
    ...(namespace !== '' && namespace !== path.namespace
      ? [fieldErrors.invalid('metadata.namespace', namespace, 'must match the service account namespace if specified')]
      : []),
  ];
  if (errors.length > 0) throw statusErrors.invalid(TOKEN_REQUEST, path.name, errors.slice(0, 1));
}

/** A UID selects that account only, not a successor of the same name. */
function checkUid({ metadata: { uid: asked = '' } = {} }: KubeObject, { metadata: { name = '', uid = '' } = {} }: KubeObject): void {
  if (asked === '' || asked === uid) return;
  const detail = `the UID in the token request (${asked}) does not match the UID of the service account (${uid})`;
  throw statusErrors.conflict({ group: TOKEN_REQUEST.group, resource: TOKEN_REQUEST.kind }, name, detail);
}

/** Models `ValidateTokenRequest`. */
function expirationErrors(seconds: number): FieldError[] {
  const field = 'spec.expirationSeconds';
  if (seconds < EXPIRATION_SECONDS_MIN) return [fieldErrors.invalid(field, seconds, 'may not specify a duration less than 10 minutes')];
  if (seconds <= EXPIRATION_SECONDS_MAX) return [];
  return [fieldErrors.invalid(field, seconds, 'may not specify a duration larger than 2^32 seconds')];
}

function claimsOf(
  { clock, random }: TokenPorts,
  account: KubeObject,
  grant: { readonly spec: Spec; readonly bound: BoundObjects },
): AccountClaims {
  const { name = '', namespace = '', uid = '' } = account.metadata ?? {};
  const { spec } = grant;
  const { pod, secret, node } = grant.bound;
  const issuedAt = Math.floor(clock.now() / 1_000);
  const extended =
    pod !== undefined && spec.expirationSeconds === INJECTED_SECONDS && spec.audiences.every((audience) => audience === TOKEN_ISSUER);
  return {
    aud: spec.audiences,
    exp: issuedAt + (extended ? EXTENDED_SECONDS : spec.expirationSeconds),
    iat: issuedAt,
    iss: TOKEN_ISSUER,
    jti: random.uuid(),
    'kubernetes.io': {
      namespace,
      ...(node && { node: claimed(node) }),
      ...(pod && { pod: claimed(pod) }),
      ...(secret && { secret: claimed(secret) }),
      serviceaccount: { name, uid },
      ...(extended && { warnafter: issuedAt + spec.expirationSeconds }),
    },
    nbf: issuedAt,
    sub: `system:serviceaccount:${namespace}:${name}`,
  };
}

/** Returns the object that a token is bound to; with a pod also its node. Throws 404, 400, 409. */
function boundTo(ports: TokenPorts, path: AccountName, ref: BoundObjectReference | null): BoundObjects {
  if (ref === null) return {};
  const { kind = '', apiVersion = '', name = '', uid = '' } = ref;
  const [group, version] = apiVersion.includes('/') ? (apiVersion.split('/') as [string, string]) : ['', apiVersion];
  const resource = group === '' && Object.hasOwn(BINDABLE, kind) ? BINDABLE[kind] : undefined;
  if (resource === undefined) throw statusErrors.badRequest(`cannot bind token to object of type ${group}/${version}, Kind=${kind}`);
  const object = stored(ports, resource, { namespace: path.namespace, name });
  if (resource === resources.pods) checkAccount(path, object as Pod);
  if (uid !== '' && uid !== object.metadata?.uid) {
    const detail = `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`;
    throw statusErrors.conflict({ group, resource: kind }, name, detail);
  }
  if (resource === resources.nodes) return { node: object };
  return resource === resources.pods ? { pod: object, ...nodeOf(ports, object as Pod) } : { secret: object };
}

function checkAccount({ name }: AccountName, pod: Pod): void {
  if (pod.spec?.serviceAccountName === name) return;
  throw statusErrors.badRequest(`cannot bind token for serviceaccount ${goQuote(name)} to pod running with different serviceaccount name.`);
}

/** Missing nodes are reported by name only. */
function nodeOf(ports: TokenPorts, { spec }: Pod): BoundObjects {
  const name = spec?.nodeName ?? '';
  if (name === '') return {};
  try {
    return { node: stored(ports, resources.nodes, { namespace: '', name }) };
  } catch (error) {
    if (ApiError.is(error, 'NotFound')) return { node: { metadata: { name } } };
    throw error;
  }
}

function stored({ registry }: TokenPorts, { group, resource, namespaced }: ResourceRef, { namespace, name }: AccountName): KubeObject {
  const kind = kindOf(group, resource);
  if (kind === undefined) throw statusErrors.notFound({ group, resource }, name);
  return registry.get({ kind, namespace: namespaced ? namespace : '', name }).object;
}

function claimed({ metadata = {} }: KubeObject) {
  return { ...(metadata.name && { name: metadata.name }), ...(metadata.uid && { uid: metadata.uid }) };
}
