import type { Pod } from '@klockwork/resources';

type Spec = NonNullable<Pod['spec']>;
type Fields = Readonly<Record<string, unknown>>;

/** Returns pods of manifests: Pods, Lists, and any kind with a pod template, custom kinds included. */
export function podsOf(document: unknown): Pod[] {
  if (!isMap(document)) return [];
  const { kind, items, spec } = document;
  if (Array.isArray(items)) return items.flatMap(podsOf);
  if (kind === 'Pod') return isPodSpec(spec) ? [{ spec }] : [];
  // PodTemplates hold the template beside metadata, CronJobs within their Job.
  const place = isMap(spec) ? spec : document;
  const template = isMap(place.jobTemplate) && isMap(place.jobTemplate.spec) ? place.jobTemplate.spec.template : place.template;
  return isMap(template) && isPodSpec(template.spec) ? [{ spec: template.spec }] : [];
}

function isPodSpec(value: unknown): value is Spec {
  return isMap(value) && Array.isArray(value.containers);
}

function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
