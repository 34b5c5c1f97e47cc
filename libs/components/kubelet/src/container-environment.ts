import type { ClusterApi } from '@klockwork/cluster-api';
import { ApiError } from '@klockwork/kernel';
import { RuntimeError } from '@klockwork/pod-lifecycle';
import { resources } from '@klockwork/resources';
import type { ConfigMap, Container, EnvVar, Pod, Secret } from 'kubernetes-types/core/v1';

/** What variables may be taken from, beside the spec. */
export interface EnvironmentSources {
  readonly api: ClusterApi;
  readonly pod: Pod;
  readonly podIP: string;
  readonly hostIP: string;
}

type Data = Readonly<Record<string, string>>;

/**
 * The variables of a container, all values final. Rejects with RuntimeError when something it needs is missing: the reason
 * is then CreateContainerConfigError. Models `makeEnvironmentVariables` of `pkg/kubelet/kubelet_pods.go`.
 */
export async function containerEnvironment(container: Container, sources: EnvironmentSources): Promise<Record<string, string>> {
  const result: Record<string, string> = {};
  for (const { prefix = '', configMapRef, secretRef } of container.envFrom ?? []) {
    const source = configMapRef ?? secretRef;
    if (source?.name === undefined) continue;
    const data = await readData(sources, configMapRef === undefined ? 'secret' : 'configmap', source.name, source.optional);
    for (const [key, value] of Object.entries(data ?? {})) result[`${prefix}${key}`] = value;
  }
  for (const variable of container.env ?? []) {
    const value = await variableValue(variable, sources, result);
    if (value !== undefined) result[variable.name] = value;
  }
  return result;
}

async function variableValue(variable: EnvVar, sources: EnvironmentSources, known: Data): Promise<string | undefined> {
  const { fieldRef, configMapKeyRef, secretKeyRef } = variable.valueFrom ?? {};
  if (fieldRef !== undefined) return fieldValue(fieldRef.fieldPath, sources);
  const keyRef = configMapKeyRef ?? secretKeyRef;
  if (keyRef !== undefined) return keyValue(sources, configMapKeyRef === undefined ? 'secret' : 'configmap', keyRef);
  return (variable.value ?? '').replace(/\$\$|\$\(([A-Za-z_][\w.-]*)\)/g, (text, name: string | undefined) =>
    name === undefined ? '$' : (known[name] ?? text),
  );
}

type Kind = 'configmap' | 'secret';

async function keyValue(
  sources: EnvironmentSources,
  kind: Kind,
  { name = '', key, optional }: { name?: string; key: string; optional?: boolean },
): Promise<string | undefined> {
  const data = await readData(sources, kind, name, optional);
  const value = data?.[key];
  if (value !== undefined || optional) return value;
  const kindText = kind === 'secret' ? 'Secret' : 'ConfigMap';
  throw new RuntimeError(`couldn't find key ${key} in ${kindText} ${sources.pod.metadata?.namespace}/${name}`);
}

async function readData({ api, pod }: EnvironmentSources, kind: Kind, name: string, optional?: boolean): Promise<Data | undefined> {
  const namespace = pod.metadata?.namespace ?? '';
  try {
    if (kind === 'configmap') return (await api.get<ConfigMap>(resources.configMaps, { namespace, name })).data ?? {};
    return decoded((await api.get<Secret>(resources.secrets, { namespace, name })).data ?? {});
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const isMissing = error.status.reason === 'NotFound';
    if (optional && isMissing) return undefined;
    throw new RuntimeError(isMissing ? `${kind} "${name}" not found` : error.message);
  }
}

/** The downward API's fields of a pod. */
function fieldValue(path: string, { pod, podIP, hostIP }: EnvironmentSources): string {
  const { metadata, spec } = pod;
  const subscript = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path);
  if (subscript !== null) return metadata?.[subscript[1] as 'labels' | 'annotations']?.[subscript[2] ?? ''] ?? '';
  const fields: Record<string, string | undefined> = {
    'metadata.name': metadata?.name,
    'metadata.namespace': metadata?.namespace,
    'metadata.uid': metadata?.uid,
    'spec.nodeName': spec?.nodeName,
    'spec.serviceAccountName': spec?.serviceAccountName,
    'status.hostIP': hostIP,
    'status.podIP': podIP,
    'status.podIPs': podIP,
  };
  return fields[path] ?? '';
}

function decoded(data: Data): Data {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, fromBase64(value)]));
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** UTF-8 text from base64, without the host's decoders. */
function fromBase64(text: string): string {
  let escaped = '';
  let [bits, size] = [0, 0];
  for (const char of text.replace(/[^A-Za-z0-9+/]/g, '')) {
    bits = (bits << 6) | BASE64.indexOf(char);
    size += 6;
    if (size < 8) continue;
    size -= 8;
    escaped += `%${((bits >> size) & 255).toString(16).padStart(2, '0')}`;
    bits &= (1 << size) - 1;
  }
  try {
    return decodeURIComponent(escaped);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    // Not text: bytes as they are, one character each.
    return escaped.replace(/%(..)/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
  }
}
