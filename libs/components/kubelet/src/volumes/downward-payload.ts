import { utf8 } from '@klockwork/kernel';
import type { Container, DownwardAPIVolumeFile } from '@klockwork/kubernetes-types';
import { fieldValue, type PodFields } from '../environment/field-value.ts';
import { resourceValue } from '../environment/resource-value.ts';
import type { Payload } from './payload.ts';
import { VolumeError } from './volume-plugin.ts';

/** Returns downward API files. Models `CollectData` of `pkg/volume/downwardapi`. */
export function downwardPayload(
  items: readonly DownwardAPIVolumeFile[],
  mode: number,
  view: PodFields & { readonly allocatable: Readonly<Record<string, string>> },
): Payload {
  return new Map(items.map((item) => [item.path, { bytes: utf8.encode(textOf(item, view)), mode: item.mode ?? mode }] as const));
}

function textOf(
  { fieldRef, resourceFieldRef }: DownwardAPIVolumeFile,
  view: PodFields & { readonly allocatable: Readonly<Record<string, string>> },
): string {
  if (fieldRef !== undefined) return fieldValue(fieldRef.fieldPath, view) ?? '';
  if (resourceFieldRef === undefined) return '';
  const { containers = [], initContainers = [] } = view.pod.spec ?? {};
  const name = resourceFieldRef.containerName ?? '';
  const container: Container | undefined = [...containers, ...initContainers].find((candidate) => candidate.name === name);
  if (container === undefined) throw new VolumeError(`container ${name} not found`);
  return resourceValue(resourceFieldRef, container, view.allocatable);
}
