import type { Identity } from './identity.ts';

/** The text of a kubeconfig whose one context reaches the lab as its administrator. */
export function kubeconfigText(cluster: string, server: string, identity: Identity): string {
  return `apiVersion: v1
kind: Config
clusters:
- name: ${cluster}
  cluster:
    server: ${server}
    certificate-authority-data: ${Buffer.from(identity.authority).toString('base64')}
users:
- name: ${cluster}-admin
  user:
    token: ${identity.token}
contexts:
- name: ${cluster}
  context:
    cluster: ${cluster}
    user: ${cluster}-admin
current-context: ${cluster}
preferences: {}
`;
}
