import type { CronJob, Deployment, KubeObject, PodTemplateSpec, ResourceRef } from '@klockwork/resources';
import { type CheckedPod, checkedPod } from './check.ts';

/** Kinds with a template at `spec.template`. */
const TEMPLATED = new Set([
  '/replicationcontrollers',
  'apps/replicasets',
  'apps/deployments',
  'apps/statefulsets',
  'apps/daemonsets',
  'batch/jobs',
]);

/** Returns the pod template of an object; undefined if the kind has none. Models `DefaultPodSpecExtractor`. */
export function templateOf({ group, resource }: ResourceRef, object: KubeObject): CheckedPod | undefined {
  const template = findTemplate(`${group}/${resource}`, object);
  return template === undefined ? undefined : checkedPod(template);
}

function findTemplate(kind: string, object: KubeObject): PodTemplateSpec | undefined {
  if (TEMPLATED.has(kind)) return (object as Deployment).spec?.template;
  if (kind === 'batch/cronjobs') return (object as CronJob).spec?.jobTemplate?.spec?.template;
  return kind === '/podtemplates' ? (object as { template?: PodTemplateSpec }).template : undefined;
}
