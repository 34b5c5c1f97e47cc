import { assert } from '@klockwork/kernel';
import type { Definition } from './definition.ts';
import { definitions } from './definitions.ts';

/**
 * Exceptions to `required`: definition → field → whether clients must send it. Follows `+optional` and `+required` of `k8s.io/api`, as
 * upstream's definitions do; JSON tags may differ.
 */
const ASKED_FOR: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {
  'io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyBindingList': { items: true },
  'io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyList': { items: true },
  'io.k8s.api.apps.v1.StatefulSetSpec': { serviceName: false },
  'io.k8s.api.batch.v1.PodFailurePolicyOnPodConditionsPattern': { status: false },
  'io.k8s.api.core.v1.HostAlias': { ip: true },
  'io.k8s.api.core.v1.HostIP': { ip: true },
  'io.k8s.api.core.v1.PodIP': { ip: true },
  'io.k8s.api.networking.v1.NetworkPolicySpec': { podSelector: false },
};

/** Returns a definition as published to clients. Asserts that it exists. */
export function documented(name: string): Definition {
  const definition = definitions.get(name);
  assert(definition !== undefined, `no OpenAPI definition is named ${name}`);
  const requirements = ASKED_FOR[name];
  if (requirements === undefined) return definition;
  const { required = [], ...rest } = definition;
  const fields = [
    ...required.filter((field) => requirements[field] !== false),
    ...Object.keys(requirements).filter((field) => requirements[field] === true),
  ];
  return fields.length === 0 ? rest : { ...rest, required: fields };
}
