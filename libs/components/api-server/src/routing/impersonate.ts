import type { ApiAnswer, ApiRequest, ImpersonatedUser } from '@klockwork/http-api';
import { textAnswer } from '../answers/answers.ts';
import { accountGroups } from '../reviews/user.ts';

const USER = 'impersonate-user';
const UID = 'impersonate-uid';
const GROUP = 'impersonate-group';
const EXTRA = 'impersonate-extra-';
const VERSION = 'authentication.k8s.io/v1';
const ANONYMOUS = 'system:anonymous';
const [AUTHENTICATED, UNAUTHENTICATED] = ['system:authenticated', 'system:unauthenticated'];

/**
 * Returns the request as the user of its impersonation headers, without these headers, or an answer with upstream's error. All authenticated
 * users may act as others. Models `WithImpersonation` of `k8s.io/apiserver`.
 */
export function impersonated(request: ApiRequest): { readonly request: ApiRequest } | { readonly answer: ApiAnswer } {
  const impersonation = givenHeaders(request);
  if (impersonation.length === 0 || request.user === undefined) return { request };
  const user = impersonation.find(([name]) => name === USER)?.[1] ?? '';
  if (user === '') return { answer: textAnswer(500, withoutUser(request.path, impersonation)) };
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !isImpersonation(name)));
  // The anonymous user has no credential.
  const acting = user === ANONYMOUS ? undefined : user;
  return { request: { ...request, headers, user: acting, certificate: undefined, impersonated: identityOf(user, impersonation) } };
}

/** An empty name of a user and an empty UID count as absent; an empty group does not. */
function givenHeaders({ headers }: ApiRequest): readonly [string, string][] {
  const impersonation = Object.entries(headers).filter(
    (header): header is [string, string] => isImpersonation(header[0]) && header[1] !== undefined,
  );
  return impersonation.filter(([name, value]) => value !== '' || (name !== USER && name !== UID));
}

function isImpersonation(name: string): boolean {
  return name === USER || name === UID || name === GROUP || name.startsWith(EXTRA);
}

function identityOf(user: string, impersonation: readonly [string, string][]): ImpersonatedUser {
  const uid = impersonation.find(([name]) => name === UID)?.[1];
  const extra = impersonation.filter(([name]) => name.startsWith(EXTRA)).map(([name, value]) => [keyOf(name), valuesOf(value)] as const);
  return {
    ...(uid && { uid }),
    groups: groupsOf(user, impersonation.find(([name]) => name === GROUP)?.[1]),
    ...(extra.length > 0 && { extra: Object.fromEntries(extra) }),
  };
}

function groupsOf(user: string, groupText: string | undefined): readonly string[] {
  const groups = groupText === undefined ? (accountGroups(user) ?? []) : valuesOf(groupText);
  if (groups.includes(AUTHENTICATED) || groups.includes(UNAUTHENTICATED)) return groups;
  return [...groups, user === ANONYMOUS ? UNAUTHENTICATED : AUTHENTICATED];
}

/** Node.js joins repeated headers by commas. */
function valuesOf(value: string): string[] {
  return value.split(', ');
}

/** Keys are percent-encoded; an invalid code stays as it is. */
function keyOf(header: string): string {
  const key = header.slice(EXTRA.length);
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

/** Prints the requested references in Go's form. */
function withoutUser(path: string, impersonation: readonly [string, string][]): string {
  const references = impersonation.flatMap(([name, value]) => {
    if (name === GROUP) return valuesOf(value).map((group) => `{Group  ${group}    }`);
    if (name === UID) return [`{UID  ${value}  ${VERSION}  }`];
    return name === USER ? [] : valuesOf(value).map((text) => `{UserExtra  ${text}  ${VERSION}  ${keyOf(name)}}`);
  });
  return `Internal Server Error: ${JSON.stringify(path)}: requested [${references.join(' ')}] without impersonating a user\n`;
}
