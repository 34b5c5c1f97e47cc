import type { Random } from '@klockwork/kernel';
import type { Container, PodSpec, Volume } from '@klockwork/resources';

const MOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const VOLUME_PREFIX = 'kube-api-access-';
const SUFFIX_LENGTH = 5;
/** Expiration in seconds; the odd number marks upstream's generated tokens. */
const TOKEN_EXPIRATION_SECONDS = 3607;
const FILE_MODE = 0o644;

/** Mounts token, CA and namespace into every container without an own mount at that path. Models `mountServiceAccountToken`. */
export function mountToken(spec: PodSpec, random: Random): void {
  const needing = [...(spec.initContainers ?? []), ...(spec.containers ?? [])].filter((container) => !hasMount(container));
  if (needing.length === 0) return;
  const existing = spec.volumes?.find(({ name }) => name.startsWith(VOLUME_PREFIX));
  const name = existing?.name ?? `${VOLUME_PREFIX}${random.suffix(SUFFIX_LENGTH)}`;
  for (const container of needing) {
    container.volumeMounts = [...(container.volumeMounts ?? []), { name, mountPath: MOUNT_PATH, readOnly: true }];
  }
  if (existing === undefined) spec.volumes = [...(spec.volumes ?? []), tokenVolume(name)];
}

function hasMount({ volumeMounts }: Container): boolean {
  return (volumeMounts ?? []).some(({ mountPath }) => mountPath === MOUNT_PATH);
}

function tokenVolume(name: string): Volume {
  const namespaceFile = { path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } };
  return {
    name,
    projected: {
      defaultMode: FILE_MODE,
      sources: [
        { serviceAccountToken: { expirationSeconds: TOKEN_EXPIRATION_SECONDS, path: 'token' } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        { downwardAPI: { items: [namespaceFile] } },
      ],
    },
  };
}
