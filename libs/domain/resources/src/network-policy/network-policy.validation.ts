import {
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  portName,
  portNumber,
  validateLabelSelector,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from '@klockwork/api-machinery';
import { parseCidr, strictSubset } from '../generic/cidr.ts';
import { complaints } from '../generic/field-checks.ts';
import { cidrProblems } from '../generic/ip.ts';
import { type IpBlock, type NetworkPolicy, type NetworkPolicyPeer, type NetworkPolicyPort, rulesOf } from './network-policy.ts';

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];
const POLICY_TYPES = ['Ingress', 'Egress'];

/** Models `ValidateNetworkPolicy` of `pkg/apis/networking/validation/validation.go`. */
export function validateNetworkPolicy(policy: NetworkPolicy): FieldError[] {
  return [
    ...validateObjectMeta(policy.metadata ?? {}, { namespaced: true, nameFn: dns1123Subdomain, path: 'metadata' }),
    ...validateSpec(policy),
  ];
}

/** Models `ValidateNetworkPolicyUpdate`; its strategy also validates the whole object. */
export function validateNetworkPolicyUpdate(next: NetworkPolicy, previous: NetworkPolicy): FieldError[] {
  return [...validateNetworkPolicy(next), ...validateObjectMetaUpdate(next.metadata ?? {}, previous.metadata ?? {})];
}

function validateSpec(policy: NetworkPolicy): FieldError[] {
  const { podSelector, policyTypes = [] } = policy.spec ?? {};
  return [
    ...validateLabelSelector(podSelector, 'spec.podSelector'),
    ...rulesOf(policy).flatMap(({ path, side, peers, ports }) => [
      ...ports.flatMap((port, index) => validatePort(port, `${path}.ports[${index}]`)),
      ...peers.flatMap((peer, index) => validatePeer(peer, `${path}.${side}[${index}]`)),
    ]),
    ...validateTypes(policyTypes, 'spec.policyTypes'),
  ];
}

function validateTypes(types: readonly string[], path: string): FieldError[] {
  if (types.length > POLICY_TYPES.length) return [fieldErrors.invalid(path, types, 'may not specify more than two policyTypes')];
  return types.flatMap((type, index) =>
    POLICY_TYPES.includes(type) ? [] : [fieldErrors.notSupported(`${path}[${index}]`, type, POLICY_TYPES)],
  );
}

function validatePort(port: NetworkPolicyPort, path: string): FieldError[] {
  const { protocol } = port;
  const unknown = protocol !== undefined && !PROTOCOLS.includes(protocol);
  return [...(unknown ? [fieldErrors.notSupported(`${path}.protocol`, protocol, PROTOCOLS)] : []), ...validateNumbers(port, path)];
}

function validateNumbers({ port, endPort }: NetworkPolicyPort, path: string): FieldError[] {
  const at = `${path}.endPort`;
  if (typeof port === 'number') {
    const backwards = endPort !== undefined && endPort < port;
    return [
      ...complaints(port, portNumber(port), `${path}.port`),
      ...(backwards ? [fieldErrors.invalid(at, endPort, 'must be greater than or equal to `port`')] : []),
      ...(endPort === undefined ? [] : complaints(endPort, portNumber(endPort), at)),
    ];
  }
  const why = port === undefined ? 'may not be specified when `port` is not specified' : 'may not be specified when `port` is non-numeric';
  return [
    ...(endPort === undefined ? [] : [fieldErrors.invalid(at, endPort, why)]),
    ...(port === undefined ? [] : complaints(port, portName(port), `${path}.port`)),
  ];
}

function validatePeer(peer: NetworkPolicyPeer, path: string): FieldError[] {
  const { podSelector, namespaceSelector, ipBlock } = peer;
  const peers = [podSelector, namespaceSelector, ipBlock].filter((one) => one !== undefined && one !== null);
  return [
    ...validateLabelSelector(podSelector, `${path}.podSelector`),
    ...validateLabelSelector(namespaceSelector, `${path}.namespaceSelector`),
    ...(ipBlock ? validateIpBlock(ipBlock, `${path}.ipBlock`) : []),
    ...(peers.length === 0 ? [fieldErrors.required(path, 'must specify a peer')] : []),
    ...(peers.length > 1 && ipBlock ? [fieldErrors.forbidden(path, 'may not specify both ipBlock and another peer')] : []),
  ];
}

/** Models `ValidateIPBlock`. */
function validateIpBlock({ cidr, except = [] }: IpBlock, path: string): FieldError[] {
  if (!cidr) return [fieldErrors.required(`${path}.cidr`)];
  const outer = parseCidr(cidr);
  if (outer === undefined) return complaints(cidr, cidrProblems(cidr), `${path}.cidr`);
  return except.flatMap((text, index) => {
    const inner = parseCidr(text);
    const at = `${path}.except[${index}]`;
    if (inner === undefined) return complaints(text, cidrProblems(text), at);
    return strictSubset(inner, outer) ? [] : [fieldErrors.invalid(at, text, 'must be a strict subset of `cidr`')];
  });
}
