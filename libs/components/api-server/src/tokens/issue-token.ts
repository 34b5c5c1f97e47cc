import { type FieldError, fieldErrors, formatTime, goQuote, statusErrors } from '@klockwork/api-machinery';
import type { ApiAnswer } from '@klockwork/http-api';
import { ApiError } from '@klockwork/kernel';
import type { BoundObjectReference, TokenRequestSpec } from '@klockwork/kubernetes-types';
import { withSender } from '@klockwork/registry';
import {
  type AccountClaims,
  encodeAccountToken,
  type KubeObject,
  kindOf,
  type Pod,
  type ResourceRef,
  resources,
  TOKEN_ISSUER,
} from '@klockwork/resources';
import { jsonAnswer } from '../answers/answers.ts';
import { decodeObject } from '../objects/body.ts';
import { definitionOf } from '../objects/definition.ts';
import { type ObjectCall, targetOf, writeRequestOf } from '../objects/object-call.ts';
import { writeOptionsOf } from '../objects/write-options.ts';

const TOKEN_REQUEST = { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' } as const;
const API_VERSION = 'authentication.k8s.io/v1';
const EXPIRATION_SECONDS = 3_600;
const EXPIRATION_SECONDS_MIN = 600;
const EXPIRATION_SECONDS_MAX = 2 ** 32;
/** Expiration that admission requests for pods. Such tokens stay valid for a year, with a warning for clients that never reload them. */
const INJECTED_SECONDS = 3_607;
const EXTENDED_SECONDS = 365 * 24 * 60 * 60;

/** Kinds that a token can be bound to. */
const BINDABLE: Readonly<Record<string, ResourceRef>> = { Pod: resources.pods, Secret: resources.secrets, Node: resources.nodes };

type Spec = Omit<TokenRequestSpec, 'boundObjectRef'> & { expirationSeconds: number; boundObjectRef: BoundObjectReference | null };
type Bound = Partial<Record<'pod' | 'secret' | 'node', KubeObject>>;

/** Answers `serviceaccounts/NAME/token` without storage. Models `pkg/registry/core/serviceaccount/storage/token.go`. */
export function issueToken(call: ObjectCall): ApiAnswer {
  if (call.verb !== 'create') throw statusErrors.methodNotAllowedOnPath();
  const write = writeRequestOf(call, writeOptionsOf(call.query, 'CreateOptions'));
  const type = { ...TOKEN_REQUEST, definition: definitionOf(TOKEN_REQUEST) };
  const now = call.services.clock.now();
  const body = withSender(type, withDefaults(decodeObject(call, type, write)), { manager: write.manager, subresource: 'token', now });
  checkNames(call, body);
  const account = call.services.registry.get(targetOf(call)).object;
  checkUid(body, account);
  const { spec: asked } = body;
  const audiences = (asked.audiences ?? []).length === 0 ? [TOKEN_ISSUER] : (asked.audiences as string[]);
  // Upstream's type cannot omit the bound object.
  const spec = { ...asked, audiences, boundObjectRef: asked.boundObjectRef ?? null };
  const errors = expirationErrors(spec.expirationSeconds);
  if (errors.length > 0) throw statusErrors.invalid(TOKEN_REQUEST, '', errors);
  const token = encodeAccountToken(claimsOf(call, account, spec));
  const { name, namespace, uid } = account.metadata ?? {};
  const metadata = { ...body.metadata, name, namespace, uid, creationTimestamp: formatTime(now) };
  const status = { token, expirationTimestamp: formatTime(now + spec.expirationSeconds * 1_000) };
  return jsonAnswer(201, { kind: TOKEN_REQUEST.kind, apiVersion: API_VERSION, metadata, spec, status });
}

/** Models SetDefaults_TokenRequest, which precedes ownership of fields. */
function withDefaults(body: KubeObject): KubeObject & { spec: Partial<TokenRequestSpec> & { expirationSeconds: number } } {
  const { spec = {} } = body as { spec?: Partial<TokenRequestSpec> };
  return { ...body, spec: { ...spec, expirationSeconds: spec.expirationSeconds ?? EXPIRATION_SECONDS } };
}

/** Requires the path's name and namespace in the body, if present. */
function checkNames({ path }: ObjectCall, { metadata = {} }: KubeObject): void {
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

function claimsOf(call: ObjectCall, account: KubeObject, spec: Spec): AccountClaims {
  const { name = '', namespace = '', uid = '' } = account.metadata ?? {};
  const { pod, secret, node } = boundTo(call, spec.boundObjectRef);
  const issuedAt = Math.floor(call.services.clock.now() / 1_000);
  const extended =
    pod !== undefined && spec.expirationSeconds === INJECTED_SECONDS && spec.audiences.every((audience) => audience === TOKEN_ISSUER);
  return {
    aud: spec.audiences,
    exp: issuedAt + (extended ? EXTENDED_SECONDS : spec.expirationSeconds),
    iat: issuedAt,
    iss: TOKEN_ISSUER,
    jti: call.services.random.uuid(),
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
function boundTo(call: ObjectCall, ref: BoundObjectReference | null | undefined): Bound {
  if (!ref) return {};
  const { kind = '', apiVersion = '', name = '', uid = '' } = ref;
  const [group, version] = apiVersion.includes('/') ? (apiVersion.split('/') as [string, string]) : ['', apiVersion];
  const resource = group === '' && Object.hasOwn(BINDABLE, kind) ? BINDABLE[kind] : undefined;
  if (resource === undefined) throw statusErrors.badRequest(`cannot bind token to object of type ${group}/${version}, Kind=${kind}`);
  const object = stored(call, resource, name);
  if (resource === resources.pods) checkAccount(call, object as Pod);
  if (uid !== '' && uid !== object.metadata?.uid) {
    const detail = `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`;
    throw statusErrors.conflict({ group, resource: kind }, name, detail);
  }
  if (resource === resources.nodes) return { node: object };
  return resource === resources.pods ? { pod: object, ...nodeOf(call, object as Pod) } : { secret: object };
}

function checkAccount({ path }: ObjectCall, pod: Pod): void {
  if (pod.spec?.serviceAccountName === path.name) return;
  throw statusErrors.badRequest(
    `cannot bind token for serviceaccount ${goQuote(path.name)} to pod running with different serviceaccount name.`,
  );
}

/** Missing nodes are reported by name only. */
function nodeOf(call: ObjectCall, { spec }: Pod): Bound {
  const name = spec?.nodeName ?? '';
  if (name === '') return {};
  try {
    return { node: stored(call, resources.nodes, name) };
  } catch (error) {
    if (ApiError.is(error, 'NotFound')) return { node: { metadata: { name } } };
    throw error;
  }
}

function stored({ services, path }: ObjectCall, { group, resource, namespaced }: ResourceRef, name: string): KubeObject {
  const kind = kindOf(group, resource);
  if (kind === undefined) throw statusErrors.notFound({ group, resource }, name);
  return services.registry.get({ kind, namespace: namespaced ? path.namespace : '', name }).object;
}

function claimed({ metadata = {} }: KubeObject) {
  return { ...(metadata.name && { name: metadata.name }), ...(metadata.uid && { uid: metadata.uid }) };
}
