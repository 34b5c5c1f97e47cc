import { dns1123Label } from '@klockwork/api-machinery';
import type { KubeObject } from '../object.ts';
import type { PodTemplateSpec } from '../pod-template/pod-spec.ts';
import { warningsOfPod } from '../pod-template/pod-spec-warnings.ts';

interface TemplateOwner extends KubeObject {
  spec?: { template?: PodTemplateSpec };
}

/**
 * Returns warnings of a kind with a pod template: about a new object's name, and about a possibly changed template. Models
 * `WarningsOnCreate` and `WarningsOnUpdate` of strategies in `pkg/registry/apps`.
 */
export function templateWarnings(object: TemplateOwner, previous: TemplateOwner | undefined): string[] {
  return [...podNameWarnings(object, previous), ...namelessTemplateWarnings(object, previous)];
}

/** Returns {@link templateWarnings} of a kind whose name is unused in host names. */
export function namelessTemplateWarnings(object: TemplateOwner, previous: TemplateOwner | undefined): string[] {
  const template = object.spec?.template;
  return template === undefined || sameGeneration(object, previous) ? [] : warningsOfPod(template, 'spec.template');
}

/** Warns about a new object's name that causes pod names other than DNS labels. */
export function podNameWarnings(object: KubeObject, previous: KubeObject | undefined): string[] {
  const problems = previous === undefined ? dns1123Label(object.metadata?.name ?? '') : [];
  if (problems.length === 0) return [];
  const rule = 'this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended';
  return [`metadata.name: ${rule}: [${problems.join(' ')}]`];
}

/** Returns whether a write leaves the spec unchanged. */
export function sameGeneration(object: KubeObject, previous: KubeObject | undefined): boolean {
  return previous !== undefined && previous.metadata?.generation === object.metadata?.generation;
}
