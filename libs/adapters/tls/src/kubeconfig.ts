import type { Identity } from './identity.ts';

/** API server path whose answers contain times of the host's clock. */
const HOST_TIME_PATH = '/klockwork/v1/host-time';

/**
 * Returns a kubeconfig of the lab's administrator: context `cluster` for all requests, and context `host-time` for reads with times of the
 * host's clock.
 */
export function kubeconfigText(cluster: string, server: string, identity: Identity): string {
  const authority = Buffer.from(identity.authority).toString('base64');
  return `apiVersion: v1
kind: Config
clusters:
- name: ${cluster}
  cluster:
    server: ${server}
    certificate-authority-data: ${authority}
- name: ${cluster}-host-time
  cluster:
    server: ${server}${HOST_TIME_PATH}
    certificate-authority-data: ${authority}
users:
- name: ${cluster}-admin
  user:
    token: ${identity.token}
contexts:
- name: ${cluster}
  context:
    cluster: ${cluster}
    user: ${cluster}-admin
- name: host-time
  context:
    cluster: ${cluster}-host-time
    user: ${cluster}-admin
current-context: ${cluster}
preferences: {}
`;
}
