import { decodeBase64, decodeUtf8 } from '@klockwork/kernel';
import type { Container, EnvVar, Service } from '@klockwork/kubernetes-types';
import { RuntimeError } from '@klockwork/pod-lifecycle';
import type { Reference, ReferencedData } from '../references/reference.ts';
import { expandVariables, type VariableLookup } from './expand.ts';
import { fieldValue, type PodFields } from './field-value.ts';
import { resourceValue } from './resource-value.ts';
import { serviceVariables } from './service-variables.ts';

/** Sources of variables. */
export interface EnvironmentView extends PodFields {
  readonly container: Container;
  readonly services: readonly Service[];
  /** Resources of the node for pods: the limits of containers without own limits. */
  readonly allocatable: Readonly<Record<string, string>>;
  /** Existing ConfigMaps and Secrets of {@link environmentReferences}. */
  readonly data: ReferencedData;
}

type Variables = Record<string, string>;

/** Returns ConfigMaps and Secrets that a container's variables use. */
export function environmentReferences({ env, envFrom }: Container): Reference[] {
  const sources = [
    ...(envFrom ?? []).map(({ configMapRef, secretRef }) => ({ configMap: configMapRef, secret: secretRef })),
    ...(env ?? []).map(({ valueFrom }) => ({ configMap: valueFrom?.configMapKeyRef, secret: valueFrom?.secretKeyRef })),
  ];
  return sources.flatMap(({ configMap, secret }) => [
    ...(configMap?.name ? [{ kind: 'configmap', name: configMap.name } as const] : []),
    ...(secret?.name ? [{ kind: 'secret', name: secret.name } as const] : []),
  ]);
}

/**
 * Returns the final variables of a container. Throws RuntimeError for a missing source: reason CreateContainerConfigError. Models
 * `makeEnvironmentVariables` of `pkg/kubelet/kubelet_pods.go`.
 */
export function containerEnvironment(view: EnvironmentView): Variables {
  const { container, pod, services } = view;
  const links = serviceVariables(services, pod.metadata?.namespace ?? '', pod.spec?.enableServiceLinks ?? true);
  const variables = variablesFrom(view);
  for (const variable of container.env ?? []) {
    const value = variableValue(variable, view, (name) => variables[name] ?? links[name]);
    if (value !== undefined) variables[variable.name] = value;
  }
  return { ...links, ...variables };
}

/** Variables of whole objects. Any printable name is valid since 1.34. */
function variablesFrom({ container, data }: EnvironmentView): Variables {
  const result: Variables = {};
  for (const { prefix = '', configMapRef, secretRef } of container.envFrom ?? []) {
    const entries = configMapRef ? configMapData(data, configMapRef) : secretRef ? secretData(data, secretRef) : undefined;
    for (const [key, value] of Object.entries(entries ?? {})) result[`${prefix}${key}`] = value;
  }
  return result;
}

function variableValue({ value, valueFrom }: EnvVar, view: EnvironmentView, lookup: VariableLookup): string | undefined {
  if (value) return expandVariables(value, lookup);
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = valueFrom ?? {};
  if (fieldRef !== undefined) return fieldValue(fieldRef.fieldPath, view) ?? '';
  if (resourceFieldRef !== undefined)
    return resourceValue(resourceFieldRef, containerOf(view, resourceFieldRef.containerName), view.allocatable);
  if (configMapKeyRef !== undefined) return keyOf(configMapData(view.data, configMapKeyRef), configMapKeyRef, 'ConfigMap', view);
  if (secretKeyRef !== undefined) return keyOf(secretData(view.data, secretKeyRef), secretKeyRef, 'Secret', view);
  return '';
}

function containerOf({ container, pod }: EnvironmentView, name: string | undefined): Container {
  if (!name) return container;
  const { containers = [], initContainers = [] } = pod.spec ?? {};
  const source = [...containers, ...initContainers].find((candidate) => candidate.name === name);
  if (source === undefined) throw new RuntimeError(`container ${name} not found`);
  return source;
}

interface ObjectRef {
  readonly name?: string;
  readonly optional?: boolean;
}

function keyOf(
  entries: Readonly<Variables> | undefined,
  { key, name, optional }: ObjectRef & { key: string },
  kind: string,
  { pod }: EnvironmentView,
): string | undefined {
  const value = entries?.[key];
  if (value !== undefined || optional) return value;
  throw new RuntimeError(`couldn't find key ${key} in ${kind} ${pod.metadata?.namespace}/${name}`);
}

function configMapData(data: ReferencedData, { name = '', optional }: ObjectRef): Readonly<Variables> | undefined {
  const configMap = data.configMap(name);
  if (configMap === undefined && !optional) throw new RuntimeError(`configmap "${name}" not found`);
  return configMap === undefined ? undefined : (configMap.data ?? {});
}

function secretData(data: ReferencedData, { name = '', optional }: ObjectRef): Readonly<Variables> | undefined {
  const secret = data.secret(name);
  if (secret === undefined && !optional) throw new RuntimeError(`secret "${name}" not found`);
  if (secret === undefined) return undefined;
  return Object.fromEntries(Object.entries(secret.data ?? {}).map(([key, value]) => [key, decodeUtf8(decodeBase64(value))]));
}
