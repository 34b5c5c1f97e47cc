import { asMilli, asNumber, parseQuantity } from '@klockwork/api-machinery';
import type { Container, ResourceFieldSelector } from '@klockwork/kubernetes-types';

/** Resources whose default limit is the node's capacity for pods. */
const LIMITED_BY_NODE = ['cpu', 'memory', 'ephemeral-storage'];

/**
 * Returns a container's request or limit in units of the divisor, rounded up. The default limit is the node's capacity for pods. Models
 * `ExtractContainerResourceValue` and `MergeContainerResourceLimits` of `pkg/api/v1/resource/helpers.go`.
 */
export function resourceValue(
  { resource, divisor }: Pick<ResourceFieldSelector, 'resource' | 'divisor'>,
  { resources = {} }: Pick<Container, 'resources'>,
  allocatable: Readonly<Record<string, string>>,
): string {
  const [list, name = ''] = [resource.slice(0, resource.indexOf('.')), resource.slice(resource.indexOf('.') + 1)];
  const ownQuantity = (list === 'limits' ? resources.limits : resources.requests)?.[name];
  const isUnlimited = ownQuantity === undefined || asNumber(ownQuantity) === 0;
  const quantity = list === 'limits' && isUnlimited && LIMITED_BY_NODE.includes(name) ? allocatable[name] : ownQuantity;
  return divided(quantity ?? '0', divisor, name === 'cpu');
}

function divided(quantity: string, divisor: string | undefined, inMilli: boolean): string {
  const amount = inMilli ? asMilli : asNumber;
  const unit = divisor === undefined || parseQuantity(divisor).nanos === 0n ? '1' : divisor;
  return String(Math.ceil(amount(quantity) / amount(unit)));
}
