import { semanticEqual } from '@klockwork/api-machinery';
import { keepPart } from '../generic/status-strategy.ts';
import type { Strategy } from '../kind.ts';
import { allocateForService } from './service.allocation.ts';
import { defaultService } from './service.defaults.ts';
import { hasClusterIp, hasNodePorts, needsHealthCheck, type Service, type ServiceSpec } from './service.ts';
import { dropFieldsOfOldType } from './service.type-change.ts';
import { validateService, validateServiceUpdate } from './service.validation.ts';
import { serviceWarnings } from './service.warnings.ts';

/** Models `pkg/registry/core/service/strategy.go` and `storage/storage.go`. */
export const serviceStrategy: Strategy<Service> = {
  allowCreateOnUpdate: true,
  returnsDeletedObject: true,
  default: defaultService,
  prepareForCreate(draft) {
    draft.status = { loadBalancer: {} };
    if (draft.spec?.clusterIP && !draft.spec.clusterIPs?.length) draft.spec.clusterIPs = [draft.spec.clusterIP];
  },
  prepareForUpdate(draft, previous) {
    keepPart(draft, previous, 'status');
    draft.spec ??= {};
    dropFieldsOfOldType(draft, previous);
    keepAllocated(draft, previous);
    pairAddresses(draft.spec, previous.spec ?? {});
  },
  allocate: allocateForService,
  validate: validateService,
  validateUpdate: validateServiceUpdate,
  warnings: serviceWarnings,
};

/** Keeps allocated values that a reapplied manifest omits. Models `patchAllocatedValues`. */
function keepAllocated(draft: Service, previous: Service): void {
  const [next, before] = [draft.spec ?? {}, previous.spec ?? {}];
  if (hasClusterIp(draft) && hasClusterIp(previous)) {
    if (!next.clusterIP && before.clusterIP) next.clusterIP = before.clusterIP;
    if (!next.clusterIPs?.length && before.clusterIPs && next.clusterIP === before.clusterIP) next.clusterIPs = [...before.clusterIPs];
  }
  if (hasNodePorts(draft) && hasNodePorts(previous)) keepNodePorts(next, before);
  if (needsHealthCheck(draft) && needsHealthCheck(previous) && before.healthCheckNodePort)
    next.healthCheckNodePort ||= before.healthCheckNodePort;
}

/** Matches ports by name; keeps no node port that the draft uses for another port. */
function keepNodePorts(next: ServiceSpec, before: ServiceSpec): void {
  const namedNodePorts = new Set((next.ports ?? []).map((port) => port.nodePort).filter(Boolean));
  for (const port of next.ports ?? []) {
    const old = before.ports?.find((candidate) => (candidate.name ?? '') === (port.name ?? ''))?.nodePort;
    if (!port.nodePort && old && !namedNodePorts.has(old)) port.nodePort = old;
  }
}

/** Synchronizes clusterIP and clusterIPs after a change of either. Models `normalizeClusterIPs`. */
function pairAddresses(next: ServiceSpec, before: ServiceSpec): void {
  if (!before.clusterIPs?.length && next.clusterIP && !next.clusterIPs?.length) next.clusterIPs = [next.clusterIP];
  if (next.clusterIP === before.clusterIP || !semanticEqual(next.clusterIPs, before.clusterIPs)) return;
  if (next.clusterIP) next.clusterIPs = [next.clusterIP];
  else delete next.clusterIPs;
}
