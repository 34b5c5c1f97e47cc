import type { CertificateRequest } from './certificate-request.ts';

const NODES = 'system:nodes';
const NODE_PREFIX = 'system:node:';
const OPTIONAL_USAGE = 'key encipherment';
const KUBELET_SERVING = ['digital signature', 'key encipherment', 'server auth'];
const KUBELET_CLIENT = ['client auth', 'digital signature', 'key encipherment'];
const CLIENT = ['digital signature', 'key encipherment', 'client auth'];

/** Returns the reason why a request is none for a server certificate of a kubelet; undefined if valid. Models `ValidateKubeletServingCSR`. */
export function kubeletServingProblem(request: CertificateRequest, usages: readonly string[]): string | undefined {
  const { dns, addresses, emails, uris } = request.alternativeNames;
  if (!isOfNodes(request)) return 'subject organization is not system:nodes';
  if (dns.length === 0 && addresses.length === 0) return 'DNS or IP subjectAltName is required';
  if (emails.length > 0) return 'Email subjectAltNames are not allowed';
  if (uris.length > 0) return 'URI subjectAltNames are not allowed';
  return usagesProblem(usages, KUBELET_SERVING) ?? nameProblem(request);
}

/** Returns the reason why a request is none for a client certificate of a kubelet; undefined if valid. Models `ValidateKubeletClientCSR`. */
export function kubeletClientProblem(request: CertificateRequest, usages: readonly string[]): string | undefined {
  const { dns, addresses, emails, uris } = request.alternativeNames;
  if (!isOfNodes(request)) return 'subject organization is not system:nodes';
  if (dns.length > 0) return 'DNS subjectAltNames are not allowed';
  if (emails.length > 0) return 'Email subjectAltNames are not allowed';
  if (addresses.length > 0) return 'IP subjectAltNames are not allowed';
  if (uris.length > 0) return 'URI subjectAltNames are not allowed';
  return nameProblem(request) ?? usagesProblem(usages, KUBELET_CLIENT);
}

/** Returns the reason why usages are invalid for a client certificate; undefined if valid. Models `validAPIServerClientUsages`. */
export function clientUsagesProblem(usages: readonly string[]): string | undefined {
  const other = usages.find((usage) => !CLIENT.includes(usage));
  if (other !== undefined) return `invalid usage for client certificate: ${other}`;
  return usages.includes('client auth') ? undefined : 'missing required usage for client certificate: client auth';
}

function isOfNodes({ organizations }: CertificateRequest): boolean {
  return organizations.length === 1 && organizations[0] === NODES;
}

function nameProblem({ commonName }: CertificateRequest): string | undefined {
  return commonName.startsWith(NODE_PREFIX) ? undefined : 'subject common name does not begin with system:node:';
}

/** Keys other than RSA have no use for encipherment. */
function usagesProblem(usages: readonly string[], requiredUsages: readonly string[]): string | undefined {
  const missing = requiredUsages.filter((usage) => usage !== OPTIONAL_USAGE && !usages.includes(usage));
  const excess = usages.filter((usage) => !requiredUsages.includes(usage));
  return missing.length + excess.length === 0 ? undefined : `usages did not match [${requiredUsages.join(' ')}]`;
}
