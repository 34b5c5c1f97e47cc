import { type Container, type LimitRange, metadataOf, type Pod, type ResourceAmounts } from '@klockwork/resources';

/** Annotation that lists applied defaults. */
const ANNOTATION = 'kubernetes.io/limit-ranger';

/** Sets default requests and limits on containers without own values. Models `mergePodResourceRequirements`. */
export function applyDefaultLimits(pod: Pod, limitRange: LimitRange): void {
  const items = (limitRange.spec?.limits ?? []).filter(({ type }) => type === 'Container');
  const limits = Object.assign({}, ...items.map((item) => item.default)) as ResourceAmounts;
  const requests = Object.assign({}, ...items.map((item) => item.defaultRequest)) as ResourceAmounts;
  const notes = [
    ...(pod.spec?.containers ?? []).flatMap((container) => fill(container, requests, limits, 'container')),
    ...(pod.spec?.initContainers ?? []).flatMap((container) => fill(container, requests, limits, 'init container')),
  ];
  if (notes.length === 0) return;
  const metadata = metadataOf(pod);
  metadata.annotations = { ...metadata.annotations, [ANNOTATION]: `LimitRanger plugin set: ${notes.join('; ')}` };
}

function fill(container: Container, requests: ResourceAmounts, limits: ResourceAmounts, what: string): string[] {
  const resources = container.resources ?? {};
  const notes = [
    ...note(missing(requests, resources.requests), `request for ${what} ${container.name}`),
    ...note(missing(limits, resources.limits), `limit for ${what} ${container.name}`),
  ];
  if (notes.length === 0) return [];
  container.resources = {
    ...resources,
    ...nonEmpty('limits', { ...limits, ...resources.limits }),
    ...nonEmpty('requests', { ...requests, ...resources.requests }),
  };
  return notes;
}

function missing(defaults: ResourceAmounts, given: Readonly<ResourceAmounts> | undefined): string[] {
  return Object.keys(defaults)
    .filter((name) => given?.[name] === undefined)
    .sort();
}

function note(names: readonly string[], what: string): string[] {
  return names.length === 0 ? [] : [`${names.join(', ')} ${what}`];
}

function nonEmpty(field: 'limits' | 'requests', amounts: ResourceAmounts): { limits?: ResourceAmounts; requests?: ResourceAmounts } {
  return Object.keys(amounts).length === 0 ? {} : { [field]: amounts };
}
