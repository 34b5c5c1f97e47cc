import { semanticEqual } from '@klockwork/api-machinery';
import { nullWhereUnset } from '../generic/null-where-unset.ts';
import { keepPart } from '../generic/status-strategy.ts';
import type { Strategy } from '../kind.ts';
import { canonicalizeQuantities } from '../pod-template/container.defaults.ts';
import { type Node, nodeTaints } from './node.ts';
import { validateNode, validateNodeUpdate } from './node.validation.ts';

/** Fields that a kubelet reports of its machine, before a report. */
const UNREPORTED_NODE_INFO: NonNullable<NonNullable<Node['status']>['nodeInfo']> = {
  ...{ machineID: '', systemUUID: '', bootID: '', kernelVersion: '', osImage: '', containerRuntimeVersion: '', kubeletVersion: '' },
  ...{ kubeProxyVersion: '', operatingSystem: '', architecture: '' },
};

/** Models `pkg/registry/core/node/strategy.go`. A create includes the status. */
export const nodeStrategy: Strategy<Node> = {
  default(draft) {
    draft.spec ??= {};
    pairPodCidrs(draft.spec);
    canonicalizeQuantities(draft.status?.capacity);
    canonicalizeQuantities(draft.status?.allocatable);
    if (draft.status?.capacity && !draft.status.allocatable) draft.status.allocatable = { ...draft.status.capacity };
    draft.status ??= {};
    writeUnreported(draft.status);
  },
  prepareForCreate() {},
  prepareForUpdate(draft, previous) {
    keepPart(draft, previous, 'status');
  },
  validate: validateNode,
  validateUpdate: validateNodeUpdate,
  warnings: unreadFields,
};

/** Sets status fields without `omitempty` upstream, if no kubelet has reported. */
function writeUnreported(status: NonNullable<Node['status']>): void {
  status.daemonEndpoints ??= { kubeletEndpoint: { Port: 0 } };
  status.nodeInfo ??= { ...UNREPORTED_NODE_INFO };
  for (const image of status.images ?? []) nullWhereUnset(image, 'names');
  for (const handler of status.runtimeHandlers ?? []) handler.name ??= '';
}

/** Models `fieldIsDeprecatedWarnings`. */
function unreadFields({ spec }: Node): string[] {
  return [
    ...(spec?.configSource ? ['spec.configSource: the feature is removed'] : []),
    ...(spec?.externalID ? ['spec.externalID: this field is deprecated, and is unused by Kubernetes'] : []),
  ];
}

/**
 * Adds the initial not-ready taint, which prevents scheduling until the node is Ready. Models `plugin/pkg/admission/nodetaint`; called by
 * admission.
 */
export function taintNewNode(draft: Node): void {
  draft.spec ??= {};
  const taint = { key: nodeTaints.notReady, effect: 'NoSchedule' };
  const taints = draft.spec.taints ?? [];
  if (!taints.some((existing) => semanticEqual([existing.key, existing.effect], [taint.key, taint.effect])))
    draft.spec.taints = [...taints, taint];
}

/** `podCIDR` is the first of `podCIDRs`. Models `Convert_v1_NodeSpec_To_core_NodeSpec` and back. */
function pairPodCidrs(spec: NonNullable<Node['spec']>): void {
  if (spec.podCIDR && !spec.podCIDRs?.length) spec.podCIDRs = [spec.podCIDR];
  if (spec.podCIDRs?.[0]) spec.podCIDR = spec.podCIDRs[0];
}
