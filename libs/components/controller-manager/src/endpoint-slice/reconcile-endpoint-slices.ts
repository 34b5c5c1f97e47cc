import type { Plan, PlannedAction } from '@klockwork/controller-runtime';
import { copy } from '@klockwork/kernel';
import { type Endpoint, type EndpointPort, type EndpointSlice, type Node, type Pod, resources, type Service } from '@klockwork/resources';
import { nameOf } from '../ownership/name-of.ts';
import { record } from '../pods/pod-actions.ts';
import { canAnswer } from '../service-endpoints/pod-membership.ts';
import { TRIGGER_TIME } from '../service-endpoints/trigger-times.ts';
import { type PortGroup, placeEndpoints, type SliceChanges } from './place-endpoints.ts';
import { endpointPorts, podEndpoint } from './pod-endpoint.ts';
import { isOwnedBy, labelsDiffer, newSlice } from './slice-draft.ts';
import { spreadByZones, wantsTopology } from './topology-hints.ts';

/** Creation is forbidden in a terminating namespace. */
const DENIED = ['Forbidden'];

/** Inputs of a Service's slices. */
export interface EndpointSlicesView {
  readonly service: Service;
  /** Selected pods. */
  readonly pods: readonly Pod[];
  /** Slices of the Service managed by this controller. */
  readonly slices: readonly EndpointSlice[];
  readonly node: (name: string) => Node | undefined;
  /** All nodes, for a Service with topology hints. */
  readonly nodes?: () => readonly Node[];
  /** Time of the triggering change; undefined when unknown. */
  readonly triggerTime?: string | undefined;
}

/**
 * Reconciles slices of a Service with its pods. A Service without endpoints has one empty slice. Models `Reconcile` of
 * `k8s.io/endpointslice/reconciler.go`, for IPv4.
 */
export function reconcileEndpointSlices(view: EndpointSlicesView): Plan {
  const { service, slices } = view;
  const [own, foreign] = [slices.filter((slice) => isOwnedBy(slice, service)), slices.filter((slice) => !isOwnedBy(slice, service))];
  const { groups, events } = withTopology(groupsByPorts(view, own), own, view);
  const placedChanges = groups.map((group) => (group.desired.length > 0 ? placeEndpoints(service, group) : dropAll(group)));
  const changes = {
    create: placedChanges.flatMap(({ create }) => create),
    update: placedChanges.flatMap((group) => group.update),
    delete: [...foreign, ...placedChanges.flatMap((group) => group.delete)],
  };
  return planOf(recycle(withPlaceholder(changes, view), service), view, events);
}

/** Pods grouped by resolved ports, each group with its slices. */
function groupsByPorts({ service, pods, node }: EndpointSlicesView, slices: readonly EndpointSlice[]): PortGroup[] {
  const groups = new Map<string, { ports: EndpointPort[]; slices: EndpointSlice[]; desired: PortGroup['desired'][number][] }>();
  const groupOf = (ports: readonly EndpointPort[]) => {
    const key = portsKey(ports);
    const group = groups.get(key) ?? { ports: copy(ports) as EndpointPort[], slices: [], desired: [] };
    groups.set(key, group);
    return group;
  };
  for (const slice of slices) groupOf(slice.ports ?? []).slices.push(slice);
  for (const pod of pods) {
    const podNode = node(pod.spec?.nodeName ?? '');
    // Pods of a deleted node have no endpoint, except with publishNotReadyAddresses.
    if (!canAnswer(pod, { whileTerminating: true }) || (podNode === undefined && !service.spec?.publishNotReadyAddresses)) continue;
    const endpoint = podEndpoint(pod, podNode, service);
    if (endpoint.addresses.length > 0) groupOf(endpointPorts(service, pod)).desired.push(endpoint);
  }
  return [...groups.values()];
}

/** Sets zone hints, if requested, and records the outcome. */
function withTopology(
  groups: readonly PortGroup[],
  own: readonly EndpointSlice[],
  { service, nodes }: EndpointSlicesView,
): { readonly groups: readonly PortGroup[]; readonly events: readonly PlannedAction[] } {
  const hadHints = own.some(({ endpoints }) => endpoints.some(({ hints }) => hints?.forZones !== undefined));
  const recordAction = (eventType: 'Normal' | 'Warning', state: 'Enabled' | 'Disabled', text: string) =>
    record({ resource: resources.services, object: service }, eventType, `TopologyAwareHints${state}`, `${text}, addressType: IPv4`);
  if (!wantsTopology(service)) {
    const isOff = hadHints && !service.spec?.trafficDistribution;
    return { groups, events: isOff ? [recordAction('Warning', 'Disabled', 'Topology Aware Hints has been disabled')] : [] };
  }
  const spread = spreadByZones(
    groups.flatMap(({ desired }) => desired),
    nodes?.() ?? [],
  );
  if ('problem' in spread) return { groups, events: [recordAction('Warning', 'Disabled', spread.problem)] };
  const hinted = (endpoint: Endpoint): Endpoint => {
    const name = spread.zones.get(endpoint);
    return name === undefined ? endpoint : { ...endpoint, hints: { forZones: [{ name }] } };
  };
  return {
    groups: groups.map((group) => ({ ...group, desired: group.desired.map(hinted) })),
    events: hadHints ? [] : [recordAction('Normal', 'Enabled', 'Topology Aware Hints has been enabled')],
  };
}

/** The same for the same ports in any order. Models `NewPortMapKey`. */
function portsKey(ports: readonly EndpointPort[]): string {
  return ports
    .map(({ name = '', port, protocol = 'TCP', appProtocol = '' }) => JSON.stringify([name, port, protocol, appProtocol]))
    .sort()
    .join();
}

function dropAll({ slices }: PortGroup): SliceChanges {
  return { create: [], update: [], delete: slices };
}

/** An empty slice replaces the last deleted one, so that clients can distinguish "no endpoints" from "not yet known". */
function withPlaceholder(changes: SliceChanges, { service, slices }: EndpointSlicesView): SliceChanges {
  if (changes.create.length > 0 || changes.delete.length < slices.length) return changes;
  const [only] = changes.delete;
  const isThere =
    changes.delete.length === 1 && only !== undefined && isOwnedBy(only, service) && isEmpty(only) && !labelsDiffer(only, service);
  return isThere ? { create: [], update: [], delete: [] } : { ...changes, create: [newSlice(service, [])] };
}

function isEmpty({ endpoints, ports }: EndpointSlice): boolean {
  return endpoints.length === 0 && (ports ?? []).length === 0;
}

/** Turns slices to delete into slices to create. Models `finalize`. */
function recycle({ create, update, delete: goneSlices }: SliceChanges, service: Service): SliceChanges {
  const old = goneSlices.filter((slice) => isOwnedBy(slice, service)).slice(0, create.length);
  const renewedSlices = old.flatMap((slice, index) => {
    const { endpoints, ports, metadata } = create[index] as EndpointSlice;
    return [
      { ...(copy(slice) as EndpointSlice), metadata: { ...slice.metadata, labels: metadata?.labels }, endpoints, ports } as EndpointSlice,
    ];
  });
  return {
    create: create.slice(old.length),
    update: [...update, ...renewedSlices],
    delete: goneSlices.filter((slice) => !old.includes(slice)),
  };
}

function planOf(
  { create, update, delete: goneSlices }: SliceChanges,
  { service, triggerTime }: EndpointSlicesView,
  events: readonly PlannedAction[],
): Plan {
  const ends = service.metadata?.deletionTimestamp !== undefined;
  const resource = resources.endpointSlices;
  const actions: PlannedAction[] = [
    // A Service under deletion gets no new slices; the garbage collector deletes existing ones.
    ...(ends ? [] : create).map(
      (slice): PlannedAction => ({ type: 'create', resource, object: triggered(slice, triggerTime), tolerate: DENIED }),
    ),
    ...update.map((slice): PlannedAction => ({ type: 'update', resource, object: triggered(slice, triggerTime) })),
  ];
  const deletions = goneSlices.map(
    (slice): PlannedAction => ({ type: 'delete', resource, name: nameOf(slice), deletion: {}, tolerate: ['NotFound'] }),
  );
  return { stages: [actions, deletions, events].filter((stage) => stage.length > 0) };
}

/** Models `addTriggerTimeAnnotation`. */
function triggered(slice: EndpointSlice, time: string | undefined): EndpointSlice {
  const { [TRIGGER_TIME]: _, ...annotations } = slice.metadata?.annotations ?? {};
  const next = time === undefined ? annotations : { ...annotations, [TRIGGER_TIME]: time };
  const { annotations: __, ...metadata } = slice.metadata ?? {};
  return { ...slice, metadata: { ...metadata, ...(Object.keys(next).length > 0 && { annotations: next }) } };
}
