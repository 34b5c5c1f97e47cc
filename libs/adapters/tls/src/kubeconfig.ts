import type { Identity } from './identity.ts';

/** Path of the API server below which times of answers are moved to the host's clock. */
const HOST_TIME_PATH = '/klockwork/v1/host-time';

/**
 * The text of a kubeconfig that reaches the lab as its administrator: by the context `cluster`, and for reading with times of the host's
 * clock by the context `host-time`.
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
