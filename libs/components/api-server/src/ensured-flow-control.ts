import { parseBool, semanticEqual } from '@klockwork/api-machinery';
import { copy } from '@klockwork/kernel';
import type { KubeObject, ResourceRef } from '@klockwork/resources';
import { bootstrapFlowControl } from './bootstrap-objects.ts';
import type { EnsuredObject } from './ensured-objects.ts';
import { builtInKind } from './own-write.ts';

/** Who owns what a new cluster is given of flow control, as upstream. */
const FLOW_CONTROL_MANAGER = 'api-priority-and-fairness-config-producer-v1';

const PERIOD_MS = 60_000;
const AUTO_UPDATE = 'apf.kubernetes.io/autoupdate-spec';
/** What no server is without. Of these, what people may change at all they may keep. */
const MANDATORY = ['exempt', 'catch-all'];

type FlowControl = KubeObject & { spec?: object };

/** The flow schemas and priority levels that a server has. Models `pkg/registry/flowcontrol/ensurer`, which looks every minute. */
export function ensuredFlowControl(): readonly EnsuredObject[] {
  return bootstrapFlowControl().map(({ resource, body }) => {
    const given = withDefaults(resource, body);
    const mend = (present: KubeObject) => mended(present, given);
    return { resource, namespace: '', body, fields: [], periodMs: PERIOD_MS, manager: FLOW_CONTROL_MANAGER, mend };
  });
}

/** What people change is as it was, unless they say that it is theirs; the annotation says what holds. */
function mended(present: FlowControl, given: FlowControl): FlowControl {
  const mandatory = MANDATORY.includes(given.metadata?.name ?? '');
  const kept = mandatory || isOurs(present);
  const next = copy(present) as FlowControl;
  const annotations = { ...next.metadata?.annotations, [AUTO_UPDATE]: String(kept) };
  if (parseBool(present.metadata?.annotations?.[AUTO_UPDATE]) !== kept) next.metadata = { ...next.metadata, annotations };
  if (kept && !mandatory && !semanticEqual(present.spec, given.spec)) next.spec = copy(given.spec);
  return next;
}

/** Where nobody says, it is the server's until its spec changes. Models `shouldUpdateSpec`. */
function isOurs({ metadata = {} }: KubeObject): boolean {
  return parseBool(metadata.annotations?.[AUTO_UPDATE]) ?? metadata.generation === 1;
}

function withDefaults(resource: ResourceRef, body: KubeObject): KubeObject {
  const given = copy(body) as KubeObject;
  builtInKind(resource).strategy.default(given);
  return given;
}
