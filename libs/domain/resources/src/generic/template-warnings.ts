import { dns1123Label } from '@klockwork/api-machinery';
import type { KubeObject } from '../object.ts';
import type { PodTemplateSpec } from '../pod-template/pod-spec.ts';
import { warningsOfPod } from '../pod-template/pod-spec-warnings.ts';

/** What has a template for pods. */
interface TemplateOwner extends KubeObject {
  spec?: { template?: PodTemplateSpec };
}

/**
 * Warnings of a kind that makes pods from a template: about its name when it is new, about the template whenever that may have
 * changed. Models `WarningsOnCreate` and `WarningsOnUpdate` of the strategies of `pkg/registry/apps`.
 */
export function templateWarnings(object: TemplateOwner, previous: TemplateOwner | undefined): string[] {
  return [...podNameWarnings(object, previous), ...namelessTemplateWarnings(object, previous)];
}

/** {@link templateWarnings} of a kind whose name is no part of host names. */
export function namelessTemplateWarnings(object: TemplateOwner, previous: TemplateOwner | undefined): string[] {
  const template = object.spec?.template;
  return template === undefined || sameGeneration(object, previous) ? [] : warningsOfPod(template, 'spec.template');
}

/** Pods named after a new object may get names that are no DNS labels. */
export function podNameWarnings(object: KubeObject, previous: KubeObject | undefined): string[] {
  const problems = previous === undefined ? dns1123Label(object.metadata?.name ?? '') : [];
  if (problems.length === 0) return [];
  const rule = 'this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended';
  return [`metadata.name: ${rule}: [${problems.join(' ')}]`];
}

/** True when a write changes nothing that was asked for. */
export function sameGeneration(object: KubeObject, previous: KubeObject | undefined): boolean {
  return previous !== undefined && previous.metadata?.generation === object.metadata?.generation;
}
