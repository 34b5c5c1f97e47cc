import { formatQuantity } from '@klockwork/api-machinery';

/** Formats an amount as quantity: cpu from millicores, other resources from their unit. `2`, `500m`, `100Mi`. */
export function amountText(resource: string, amount: number): string {
  if (resource === 'cpu') return formatQuantity({ nanos: BigInt(Math.round(amount)) * 1_000_000n, format: 'DecimalSI' });
  const isBytes = resource === 'memory' || resource === 'ephemeral-storage' || resource.startsWith('hugepages-');
  return formatQuantity({ nanos: BigInt(Math.round(amount)) * 1_000_000_000n, format: isBytes ? 'BinarySI' : 'DecimalSI' });
}
