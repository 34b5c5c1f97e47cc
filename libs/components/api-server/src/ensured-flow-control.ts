import { parseBool, semanticEqual } from '@klockwork/api-machinery';
import { copy } from '@klockwork/kernel';
import type { KubeObject, ResourceRef } from '@klockwork/resources';
import { bootstrapFlowControl } from './bootstrap-objects.ts';
import type { EnsuredObject } from './ensured-objects.ts';
import { builtInKind } from './own-write.ts';

/** Manager of initial flow control objects, as upstream. */
const FLOW_CONTROL_MANAGER = 'api-priority-and-fairness-config-producer-v1';

const PERIOD_MS = 60_000;
const AUTO_UPDATE = 'apf.kubernetes.io/autoupdate-spec';
/** Names of mandatory objects, with limited changes by users. */
const MANDATORY = ['exempt', 'catch-all'];

type FlowControl = KubeObject & { spec?: object };

/** Flow schemas and priority levels of the server. Models `pkg/registry/flowcontrol/ensurer`, which polls every minute. */
export function ensuredFlowControl(): readonly EnsuredObject[] {
  return bootstrapFlowControl().map(({ resource, body }) => {
    const defaultedObject = withDefaults(resource, body);
    const mend = (present: KubeObject) => mended(present, defaultedObject);
    return { resource, namespace: '', body, fields: [], periodMs: PERIOD_MS, manager: FLOW_CONTROL_MANAGER, mend };
  });
}

/** Restores user changes unless claimed; the annotation records the result. */
function mended(present: FlowControl, control: FlowControl): FlowControl {
  const mandatory = MANDATORY.includes(control.metadata?.name ?? '');
  const isEnsured = mandatory || isOurs(present);
  const next = copy(present) as FlowControl;
  const annotations = { ...next.metadata?.annotations, [AUTO_UPDATE]: String(isEnsured) };
  if (parseBool(present.metadata?.annotations?.[AUTO_UPDATE]) !== isEnsured) next.metadata = { ...next.metadata, annotations };
  if (isEnsured && !mandatory && !semanticEqual(present.spec, control.spec)) next.spec = copy(control.spec);
  return next;
}

/** Without an annotation, the server owns the object until its spec changes. Models `shouldUpdateSpec`. */
function isOurs({ metadata = {} }: KubeObject): boolean {
  return parseBool(metadata.annotations?.[AUTO_UPDATE]) ?? metadata.generation === 1;
}

function withDefaults(resource: ResourceRef, body: KubeObject): KubeObject {
  const object = copy(body) as KubeObject;
  builtInKind(resource).strategy.default(object);
  return object;
}
