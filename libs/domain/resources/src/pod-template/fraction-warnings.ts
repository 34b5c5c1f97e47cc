import { parseQuantity } from '@klockwork/api-machinery';

interface ClaimAmounts {
  readonly requests?: Readonly<Record<string, string>>;
  readonly limits?: Readonly<Record<string, string>>;
}

const UNIT_NANOS = 10n ** 9n;
const IN_BYTES = ['memory', 'ephemeral-storage'];

/** Warns about fractional bytes in `amounts` at `path`: `100m` probably means 100M. */
export function fractionWarnings(
  amounts: Readonly<Record<string, string>> | undefined,
  path: string,
  inBytes: readonly string[] = IN_BYTES,
): string[] {
  return inBytes.flatMap((name) => {
    const amount = amounts?.[name];
    if (amount === undefined || parseQuantity(amount).nanos % UNIT_NANOS === 0n) return [];
    return [`${path}[${name}]: fractional byte value "${amount}" is invalid, must be an integer`];
  });
}

/** Warns about fractional bytes in a claim's storage `resources` at `path`. Models `GetWarningsForPersistentVolumeClaimSpec`. */
export function claimFractionWarnings({ requests, limits }: ClaimAmounts = {}, path: string): string[] {
  return [...fractionWarnings(requests, `${path}.requests`, ['storage']), ...fractionWarnings(limits, `${path}.limits`, ['storage'])];
}
