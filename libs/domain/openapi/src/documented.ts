import { assert } from '@klockwork/kernel';
import type { Definition } from './definition.ts';
import { definitions } from './definitions.ts';

/**
 * Fields that clients need not send though objects always have them, and the other way round: definition → field → whether they are
 * asked for. Those marked `+optional` or `+required` in `k8s.io/api` whatever their JSON says, which the definitions go by.
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

/** A definition as documents show it to clients. Asserts that there is one of that name. */
export function documented(name: string): Definition {
  const definition = definitions.get(name);
  assert(definition !== undefined, `no OpenAPI definition is named ${name}`);
  const asked = ASKED_FOR[name];
  if (asked === undefined) return definition;
  const { required = [], ...rest } = definition;
  const fields = [...required.filter((field) => asked[field] !== false), ...Object.keys(asked).filter((field) => asked[field] === true)];
  return fields.length === 0 ? rest : { ...rest, required: fields };
}
