import { labelSelector } from '@klockwork/api-machinery';
import { ageColumn, nameColumn } from '../generic/columns.ts';
import { continueGeneration, specChanged, startGeneration } from '../generic/generation.ts';
import { lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { KindDefinition, Strategy } from '../kind.ts';
import { resources } from '../resource-refs.ts';
import { type NetworkPolicy, rulesOf } from './network-policy.ts';
import { validateNetworkPolicy, validateNetworkPolicyUpdate } from './network-policy.validation.ts';
import { networkPolicyWarnings } from './network-policy.warnings.ts';

/** Models `pkg/registry/networking/networkpolicy/strategy.go`. */
const strategy: Strategy<NetworkPolicy> = {
  default: networkPolicyDefaults,
  prepareForCreate: startGeneration,
  prepareForUpdate: (draft, previous) => continueGeneration(draft, previous, specChanged(draft, previous)),
  validate: validateNetworkPolicy,
  validateUpdate: validateNetworkPolicyUpdate,
  warnings: networkPolicyWarnings,
};

/** NetworkPolicy: permitted connections of pods; `permits` of `@klockwork/networking` judges. Models `pkg/registry/networking/networkpolicy`. */
export const networkPolicyKind: KindDefinition<NetworkPolicy> = {
  ...resources.networkPolicies,
  listKind: 'NetworkPolicyList',
  singular: 'networkpolicy',
  shortNames: ['netpol'],
  categories: [],
  definition: 'io.k8s.api.networking.v1.NetworkPolicy',
  strategy,
  columns: [nameColumn, { name: 'Pod-Selector', type: 'string', description: 'The pods it is about', cell: selectorText }, ageColumn],
  selectableFields: {},
  event: (change) => lifeCycleEvent('NetworkPolicy', change),
};

/** Models `SetDefaults_NetworkPolicyPort` and `SetDefaults_NetworkPolicy`: egress applies only with an egress rule. */
function networkPolicyDefaults(policy: NetworkPolicy): void {
  for (const { ports } of rulesOf(policy)) for (const port of ports) port.protocol ??= 'TCP';
  policy.spec ??= { podSelector: {} };
  const { spec } = policy;
  spec.podSelector ??= {};
  if (!spec.policyTypes?.length) spec.policyTypes = spec.egress?.length ? ['Ingress', 'Egress'] : ['Ingress'];
}

/** Models `metav1.FormatLabelSelector`. */
function selectorText({ spec }: NetworkPolicy): string {
  return labelSelector.fromObject(spec?.podSelector).toString() || '<none>';
}
