export { createAuthority, type KeyPair } from './certificates.ts';
export { HttpsClient } from './https-client.ts';
export type { Identity } from './identity.ts';
export { loadIdentity, loadSecret, sameSecret } from './identity.ts';
export { kubeconfigText } from './kubeconfig.ts';
export { NodeTlsClients } from './tls-clients.ts';
export { NodeTlsServers } from './tls-servers.ts';
export { writePrivate } from './write-private.ts';
