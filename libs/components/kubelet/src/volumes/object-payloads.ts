import { byteString, decodeBase64, utf8 } from '@klockwork/kernel';
import type { ConfigMapVolumeSource, SecretProjection } from '@klockwork/kubernetes-types';
import type { ReferencedData } from '../references/reference.ts';
import { keyPayload, type Payload } from './payload.ts';
import { VolumeError } from './volume-plugin.ts';

/** Volume source of a ConfigMap or Secret. */
export type ObjectSource = Pick<ConfigMapVolumeSource, 'name' | 'items' | 'optional'> &
  Pick<SecretProjection, 'name' | 'items' | 'optional'>;

/** Returns the files of a ConfigMap. Models `pkg/volume/configmap`. */
export function configMapPayload({ name = '', ...wanted }: ObjectSource, mode: number, data: ReferencedData): Payload {
  const configMap = data.configMap(name);
  if (configMap === undefined && !wanted.optional) throw new VolumeError(`configmap "${name}" not found`);
  const text = Object.entries(configMap?.data ?? {}).map(([key, value]) => [key, utf8.encode(value)] as const);
  const binary = Object.entries(configMap?.binaryData ?? {}).map(([key, value]) => [key, byteString(decodeBase64(value))] as const);
  const missing = 'configmap references non-existent config key';
  return keyPayload(Object.fromEntries([...text, ...binary]), { ...wanted, mode, missing });
}

/** Returns the files of a Secret. Models `pkg/volume/secret`. */
export function secretPayload({ name = '', ...wanted }: ObjectSource, mode: number, data: ReferencedData): Payload {
  const secret = data.secret(name);
  if (secret === undefined && !wanted.optional) throw new VolumeError(`secret "${name}" not found`);
  const entries = Object.entries(secret?.data ?? {}).map(([key, value]) => [key, byteString(decodeBase64(value))] as const);
  return keyPayload(Object.fromEntries(entries), { ...wanted, mode, missing: 'references non-existent secret key' });
}
