import {
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  parseDuration,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { oneOf } from '../generic/field-checks.ts';
import { specChanged } from '../generic/generation.ts';
import { FAULT_MEMBERS, type Fault, type FaultNodes, type FaultSpec, type FaultType } from './fault.ts';
import { CONTROL_PLANE } from './fault-targets.ts';

/** Max duration and max delay before the start: ten years. */
const DURATION_MS_MAX = 87_600 * 3_600_000;
/** Max names in a list. */
const NAMES_MAX = 100;
const TYPES = Object.keys(FAULT_MEMBERS) as FaultType[];
const VERBS = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', '*'];
const ERRORS = ['TooManyRequests', 'InternalError', 'Conflict', 'Timeout'];

type MemberErrors = { readonly [Type in FaultType]: (member: never, path: string) => FieldError[] };

/** Errors in the member of each type. */
const memberErrors: MemberErrors = {
  AgentFrozen: nodesErrors,
  ApiErrors: (member: FaultSpec['apiErrors'] & object, path) => [
    ...requestsErrors(member, path),
    ...(member.error === undefined ? [fieldErrors.required(`${path}.error`)] : oneOf(member.error, ERRORS, `${path}.error`)),
    ...percentErrors(member.percent, `${path}.percent`),
  ],
  ApiLatency: (member: FaultSpec['apiLatency'] & object, path) => [
    ...requestsErrors(member, path),
    ...durationErrors(member.delay, `${path}.delay`, 1),
    ...percentErrors(member.percent, `${path}.percent`),
  ],
  BusDelay: delayErrors,
  BusDuplication: busErrors,
  BusLoss: busErrors,
  BusReordering: delayErrors,
  ClockSkew: (member: FaultSpec['clockSkew'] & object, path) => [
    ...nodesErrors(member, path),
    ...offsetErrors(member.offset, `${path}.offset`),
  ],
  ContainerCrash: ({ namespace, podSelector }: FaultSpec['containerCrash'] & object, path) => [
    ...(namespace === '' ? [fieldErrors.required(`${path}.namespace`)] : []),
    ...(podSelector === undefined ? [fieldErrors.required(`${path}.podSelector`)] : []),
  ],
  CpuBrownout: (member: FaultSpec['cpuBrownout'] & object, path) => [
    ...nodesErrors(member, path),
    ...(member.percent === undefined ? [fieldErrors.required(`${path}.percent`)] : []),
    ...percentErrors(member.percent, `${path}.percent`),
  ],
  ImagePullFailure: ({ images, nodes }: FaultSpec['imagePullFailure'] & object, path) => [
    ...requiredList(images, `${path}.images`),
    ...namesErrors(nodes, `${path}.nodes`),
  ],
  NodePowerLoss: nodesErrors,
  Partition: ({ from, to, direction, traffic }: FaultSpec['partition'] & object, path) => [
    ...Object.entries({ from, to }).flatMap(([side, names]) => [
      ...requiredList(names, `${path}.${side}`),
      ...(traffic === 'Pods' ? podsErrors(names ?? [], `${path}.${side}`) : []),
    ]),
    ...(direction === undefined ? [] : oneOf(direction, ['Both', 'FromTo'], `${path}.direction`)),
    ...(traffic === undefined ? [] : oneOf(traffic, ['All', 'Pods'], `${path}.traffic`)),
  ],
  ProcessKill: ({ processes }: FaultSpec['processKill'] & object, path) => [
    ...requiredList(processes, `${path}.processes`),
    ...(processes ?? []).flatMap((name, index) => oneOf(name, CONTROL_PLANE, `${path}.processes[${index}]`)),
  ],
  SlowDisk: ({ processes, nodes, nodeSelector, delay }: FaultSpec['slowDisk'] & object, path) => [
    ...(processes === undefined ? nodesErrors({ ...(nodes && { nodes }), ...(nodeSelector && { nodeSelector }) }, path) : []),
    ...(processes ?? []).flatMap((name, index) => oneOf(name, ['api-server'], `${path}.processes[${index}]`)),
    ...(processes !== undefined && (nodes ?? nodeSelector) !== undefined
      ? [fieldErrors.forbidden(`${path}.processes`, 'may not be specified with `nodes` or `nodeSelector`')]
      : []),
    ...durationErrors(delay, `${path}.delay`, 1),
  ],
  StaleReads: (member: FaultSpec['staleReads'] & object, path) => [
    ...((member.users ?? member.userAgents ?? []).length === 0
      ? [fieldErrors.required(path, 'must specify one of: `users`, `userAgents`')]
      : []),
    ...requestsErrors(member, path),
    ...(member.lag === undefined ? [] : durationErrors(member.lag, `${path}.lag`, 1)),
  ],
};

/** Validates a Fault. */
export function validateFault({ metadata, spec = {} }: Fault): FieldError[] {
  return [...validateObjectMeta(metadata ?? {}, { namespaced: false, nameFn: dns1123Subdomain }), ...specErrors(spec)];
}

/** Validates a changed Fault: its spec is immutable. */
export function validateFaultUpdate(next: Fault, previous: Fault): FieldError[] {
  const specErrors = specChanged(next, previous) ? [fieldErrors.invalid('spec', next.spec, 'field is immutable')] : [];
  return [...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {}), ...specErrors];
}

function specErrors(spec: FaultSpec): FieldError[] {
  const { type, duration, after, seed = 0 } = spec;
  const times = [...durationErrors(duration, 'spec.duration', 1), ...durationErrors(after, 'spec.after', 0)];
  const seeds =
    Number.isSafeInteger(seed) && seed >= 0 ? [] : [fieldErrors.invalid('spec.seed', seed, 'must be greater than or equal to 0')];
  if (type === undefined) return [fieldErrors.required('spec.type'), ...times, ...seeds];
  const unknown = oneOf(type, TYPES, 'spec.type');
  return unknown.length > 0 ? [...unknown, ...times, ...seeds] : [...times, ...seeds, ...unionErrors(spec, type)];
}

/** Requires the member of the type, and forbids all others. */
function unionErrors(spec: FaultSpec, type: FaultType): FieldError[] {
  const member = FAULT_MEMBERS[type];
  const others = Object.values(FAULT_MEMBERS).filter((other) => other !== member && spec[other] !== undefined);
  const own = spec[member];
  const path = `spec.${member}`;
  return [
    ...others.map((other) => fieldErrors.forbidden(`spec.${other}`, `may not be specified when \`type\` is ${type}`)),
    ...(own === undefined
      ? [fieldErrors.required(path, `must be specified when \`type\` is ${type}`)]
      : memberErrors[type](own as never, path)),
  ];
}

function requestsErrors({ verbs, resources, users, userAgents }: FaultSpec['apiErrors'] & object, path: string): FieldError[] {
  return [
    ...(verbs ?? []).flatMap((verb, index) => oneOf(verb, VERBS, `${path}.verbs[${index}]`)),
    ...Object.entries({ resources, users, userAgents }).flatMap(([field, names]) => namesErrors(names, `${path}.${field}`)),
  ];
}

function busErrors({ components, percent }: FaultSpec['busLoss'] & object, path: string): FieldError[] {
  return [...requiredList(components, `${path}.components`), ...percentErrors(percent, `${path}.percent`)];
}

function delayErrors(member: FaultSpec['busDelay'] & object, path: string): FieldError[] {
  return [...busErrors(member, path), ...durationErrors(member.delay, `${path}.delay`, 1)];
}

function podsErrors(names: readonly string[], path: string): FieldError[] {
  return names.flatMap((name, index) =>
    CONTROL_PLANE.includes(name) ? [fieldErrors.invalid(`${path}[${index}]`, name, 'is no node, and `traffic` is Pods')] : [],
  );
}

function nodesErrors({ nodes, nodeSelector }: FaultNodes, path: string): FieldError[] {
  if ((nodes ?? []).length === 0 && nodeSelector === undefined)
    return [fieldErrors.required(path, 'must specify one of: `nodes`, `nodeSelector`')];
  return namesErrors(nodes, `${path}.nodes`);
}

function requiredList(names: readonly string[] | undefined, path: string): FieldError[] {
  return names === undefined || names.length === 0 ? [fieldErrors.required(path)] : namesErrors(names, path);
}

function namesErrors(names: readonly string[] | undefined, path: string): FieldError[] {
  if ((names ?? []).length > NAMES_MAX) return [fieldErrors.tooMany(path, names?.length ?? 0, NAMES_MAX)];
  return (names ?? []).flatMap((name, index) => (name === '' ? [fieldErrors.required(`${path}[${index}]`)] : []));
}

function percentErrors(percent: number | undefined, path: string): FieldError[] {
  const isShare = percent === undefined || (percent > 0 && percent <= 100);
  return isShare ? [] : [fieldErrors.invalid(path, percent, 'must be greater than 0 and less than or equal to 100')];
}

/** Requires a Go duration other than zero, up to ten years in either direction. */
function offsetErrors(text: string | undefined, path: string): FieldError[] {
  if (text?.startsWith('-') !== true) return durationErrors(text, path, 1);
  const isValid = durationErrors(text.slice(1), path, 1).length === 0;
  return isValid ? [] : [fieldErrors.invalid(path, text, 'must be a duration between 1ms and 87600h0m0s, in either direction')];
}

/** Requires a Go duration of whole milliseconds between `leastMs` and ten years. */
function durationErrors(text: string | undefined, path: string, leastMs: number): FieldError[] {
  if (text === undefined || text === '') return [fieldErrors.required(path)];
  const duration = parseDuration(text);
  if ('problem' in duration) return [fieldErrors.invalid(path, text, duration.problem)];
  if (!Number.isInteger(duration.ms)) return [fieldErrors.invalid(path, text, 'must be a whole number of milliseconds')];
  if (duration.ms < leastMs)
    return [fieldErrors.invalid(path, text, leastMs > 0 ? 'must be greater than 0' : 'must be greater than or equal to 0')];
  return duration.ms > DURATION_MS_MAX ? [fieldErrors.invalid(path, text, 'must be less than or equal to 87600h0m0s')] : [];
}
