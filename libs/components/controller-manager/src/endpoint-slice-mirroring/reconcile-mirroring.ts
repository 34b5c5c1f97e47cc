import { semanticEqual } from '@klockwork/api-machinery';
import type { Plan, PlannedAction } from '@klockwork/controller-runtime';
import { type EndpointSlice, type Endpoints, resources, type Service } from '@klockwork/resources';
import { nameOf } from '../ownership/name-of.ts';
import { ADDRESSES_MAX, mirroredSlices, skippedAddresses, sliceKey } from './mirrored-slices.ts';

/** Inputs of mirroring. */
export interface MirrorView {
  readonly endpoints: Endpoints | undefined;
  /** Service with the same name. */
  readonly service: Service | undefined;
  /** Slices managed by this controller. */
  readonly slices: readonly EndpointSlice[];
}

const SKIP_LABEL = 'endpointslice.kubernetes.io/skip-mirror';
const LEADER_ANNOTATION = 'control-plane.alpha.kubernetes.io/leader';

/**
 * Mirrors user-created Endpoints of a Service without a selector for readers of slices. Models `syncEndpoints` of
 * `pkg/controller/endpointslicemirroring`.
 */
export function reconcileMirroring({ endpoints, service, slices }: MirrorView): Plan {
  const isWanted = service !== undefined && service.spec?.selector === undefined;
  const source = endpoints !== undefined && isWanted && mayBeMirrored(endpoints) ? endpoints : undefined;
  const desired = new Map((source === undefined ? [] : mirroredSlices(source)).map((slice) => [sliceKey(slice), slice]));
  const actions: PlannedAction[] = [];
  for (const slice of slices) {
    const next = desired.get(sliceKey(slice));
    desired.delete(sliceKey(slice));
    actions.push(...(next === undefined ? [removed(slice)] : changed(slice, next)));
  }
  const ends = source?.metadata?.deletionTimestamp !== undefined;
  if (!ends) actions.push(...[...desired.values()].map(made));
  if (source !== undefined && actions.length > 0) actions.push(...tooMany(source));
  return { stages: actions.length === 0 ? [] : [actions] };
}

function mayBeMirrored({ metadata }: Endpoints): boolean {
  return metadata?.labels?.[SKIP_LABEL] !== 'true' && metadata?.annotations?.[LEADER_ANNOTATION] === undefined;
}

function changed(slice: EndpointSlice, next: EndpointSlice): PlannedAction[] {
  const { labels, annotations } = next.metadata ?? {};
  const same =
    semanticEqual(slice.endpoints, next.endpoints) &&
    semanticEqual(slice.metadata?.labels, labels) &&
    semanticEqual(slice.metadata?.annotations ?? {}, annotations ?? {});
  if (same) return [];
  const { annotations: _, ...metadata } = slice.metadata ?? {};
  const object = { ...slice, metadata: { ...metadata, labels, ...(annotations && { annotations }) }, endpoints: next.endpoints };
  return [{ type: 'update', resource: resources.endpointSlices, object: object as EndpointSlice }];
}

function made(slice: EndpointSlice): PlannedAction {
  // Creation is forbidden in a terminating namespace.
  return { type: 'create', resource: resources.endpointSlices, object: slice, tolerate: ['Forbidden'] };
}

function removed(slice: EndpointSlice): PlannedAction {
  return { type: 'delete', resource: resources.endpointSlices, name: nameOf(slice), deletion: {}, tolerate: ['NotFound'] };
}

function tooMany(endpoints: Endpoints): PlannedAction[] {
  const skipped = skippedAddresses(endpoints);
  if (skipped === 0) return [];
  const message = `A max of ${ADDRESSES_MAX} addresses can be mirrored to EndpointSlices per Endpoints subset. ${skipped} addresses were skipped`;
  const about = { resource: resources.endpoints, object: endpoints };
  return [{ type: 'record', about, eventType: 'Warning', reason: 'TooManyAddressesToMirror', message }];
}
