import { type FieldError, fieldErrors, semanticEqual, validateObjectMetaUpdate } from '@klockwork/api-machinery';
import { copy } from '@klockwork/kernel';
import { continueGeneration, specChanged } from '../generic/generation.ts';
import { keepPart, keepWrittenMetadata } from '../generic/status-strategy.ts';
import type { SubresourceStrategy } from '../kind.ts';
import { type Container, isSidecar, type PodSpec } from '../pod-template/pod-spec.ts';
import { MIRROR_POD } from '../pod-template/validation/pod-annotations.ts';
import { podDefaults } from './pod.defaults.ts';
import type { Pod } from './pod.ts';
import { validateMetadataAndSpec } from './pod.validation.ts';
import { computeQosClass, qosClass } from './pod-qos.ts';

type Amounts = Readonly<Record<string, string>>;

const LISTS = ['containers', 'initContainers'] as const;
const NOT_AS_WHOLE =
  'resize of pods with pod-level resources is forbidden when InPlacePodLevelResourcesVerticalScalingEnabled feature gate is disabled';
/** Resizable resources of a running container. */
const RESIZABLE = ['cpu', 'memory'];

/** `/resize` changes resources of running containers. Models `podResizeStrategy` of pkg/registry/core/pod. */
export const podResize: SubresourceStrategy<Pod> = {
  ownFields: ['containers', 'initContainers'].flatMap((list) => [`spec.${list}.*.resources`, `spec.${list}.*.resizePolicy`]),
  prepareForUpdate(draft, previous) {
    draft.spec = withResources(previous.spec ?? { containers: [] }, draft.spec);
    podDefaults(draft);
    keepPart(draft, previous, 'status');
    keepWrittenMetadata(draft, previous);
    continueGeneration(draft, previous, specChanged(draft, previous));
  },

  /** Models `ValidatePodResize`. */
  validateUpdate(next, previous) {
    const [spec, before] = [next.spec ?? { containers: [] }, previous.spec ?? { containers: [] }];
    if (previous.metadata?.annotations?.[MIRROR_POD] !== undefined) return forbid('', 'static pods cannot be resized');
    if (before.os?.name === 'windows') return forbid('', 'windows pods cannot be resized');
    const misplacedErrors = LISTS.flatMap((list) => validateSamePlaces(spec[list], before[list], list));
    const whole = [
      ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}),
      ...validateMetadataAndSpec(next),
      ...validateQosKept(next, previous),
      ...(isSupported(previous) ? [] : forbid('spec', 'Pod running on node without support for resize')),
      ...(hasPodLevelResources(spec) || hasPodLevelResources(before) ? forbid('', NOT_AS_WHOLE) : []),
    ];
    if (misplacedErrors.length > 0) return [...whole, ...misplacedErrors];
    return [
      ...whole,
      ...LISTS.flatMap((list) => validateNothingRemoved(spec[list], before[list], `spec.${list}`)),
      ...validateOnlyResized(spec, before),
    ];
  },
};

/**
 * Returns the previous spec with new resources. Specs with other or reordered containers are left to validation. Models
 * `dropNonResizeUpdates`.
 */
function withResources(before: PodSpec, requestedSpec: PodSpec | undefined): PodSpec {
  if (requestedSpec !== undefined && LISTS.some((list) => validateSamePlaces(requestedSpec[list], before[list], list).length > 0))
    return requestedSpec;
  const spec = copy(before);
  for (const list of LISTS) {
    for (const container of spec[list] ?? []) {
      const wantedContainer = requestedSpec?.[list]?.find(({ name }) => name === container.name);
      if (wantedContainer === undefined) continue;
      keepPart(container, wantedContainer, 'resources');
      keepPart(container, wantedContainer, 'resizePolicy');
    }
  }
  return spec;
}

function forbid(field: string, problem: string): FieldError[] {
  return [fieldErrors.forbidden(field, problem)];
}

function hasPodLevelResources({ resources }: PodSpec): boolean {
  return Object.keys({ ...resources?.requests, ...resources?.limits }).length > 0;
}

/** Models `validatePodResizeContainerOrdering`. */
function validateSamePlaces(next: readonly Container[] = [], previous: readonly Container[] = [], list: string): FieldError[] {
  if (next.length !== previous.length) return forbid(`spec.${list}`, `${list} may not be added or removed on resize`);
  return next.flatMap(({ name }, index) =>
    name === previous[index]?.name ? [] : forbid(`spec.${list}[${index}].name`, `${list} may not be renamed or reordered on resize`),
  );
}

/** Nodes without resize support do not report resources of containers. Models `isPodResizeRequestSupported`. */
function isSupported({ status }: Pod): boolean {
  const running = status?.containerStatuses?.find(({ state }) => state?.running !== undefined);
  return running === undefined || (running as { readonly resources?: object }).resources !== undefined;
}

function validateQosKept(next: Pod, previous: Pod): FieldError[] {
  if (qosClass(previous) === computeQosClass(next)) return [];
  return [fieldErrors.invalid('spec', next.status?.qosClass, 'Pod QOS Class may not change as a result of resizing')];
}

function validateNothingRemoved(next: readonly Container[] = [], previous: readonly Container[] = [], path: string): FieldError[] {
  return previous.flatMap((old, index) => {
    if (path === 'spec.initContainers' && !isSidecar(old)) return [];
    const { requests, limits } = next[index]?.resources ?? {};
    const at = `${path}[${index}].resources`;
    return [
      ...(isWithout(requests, old.resources?.requests) ? forbid(`${at}.requests`, 'resource requests cannot be removed') : []),
      ...(isWithout(limits, old.resources?.limits) ? forbid(`${at}.limits`, 'resource limits cannot be removed') : []),
    ];
  });
}

function isWithout(next: Amounts | undefined, previous: Amounts | undefined): boolean {
  return Object.keys(previous ?? {}).some((name) => next?.[name] === undefined);
}

function validateOnlyResized(spec: PodSpec, before: PodSpec): FieldError[] {
  const ofContainers = (spec.containers ?? []).flatMap((container, index) =>
    isOnlyResized(container, before.containers?.[index]) ? [] : forbid('spec', 'only cpu and memory resources are mutable'),
  );
  const ofInit = (spec.initContainers ?? []).flatMap((container, index) => {
    const old = before.initContainers?.[index];
    if (isSidecar(container))
      return isOnlyResized(container, old) ? [] : forbid('spec', 'only cpu and memory resources for sidecar containers are mutable');
    return semanticEqual(container, old) ? [] : forbid('spec', 'resources for non-sidecar init containers are immutable');
  });
  return [...ofContainers, ...ofInit];
}

function isOnlyResized(next: Container, previous: Container | undefined): boolean {
  return semanticEqual(withoutResizable(next), previous && withoutResizable(previous));
}

function withoutResizable({ resources, ...container }: Container): object {
  const rest = (amounts: Amounts = {}) => Object.fromEntries(Object.entries(amounts).filter(([name]) => !RESIZABLE.includes(name)));
  const { requests, limits, ...others } = resources ?? {};
  return { ...container, resources: { ...others, requests: rest(requests), limits: rest(limits) } };
}
