import { addQuantity, compareQuantity, formatQuantity, subQuantity } from '@klockwork/api-machinery';

/** Amounts by quota resource, as canonical texts: `pods`, `requests.cpu`, `count/jobs.batch`. */
export type QuotaAmounts = Readonly<Record<string, string>>;

/** Returns the sum of all amounts by resource. */
export function addAmounts(all: Iterable<QuotaAmounts>): QuotaAmounts {
  const total: Record<string, string> = {};
  for (const amounts of all) {
    for (const [name, amount] of Object.entries(amounts)) {
      const sum = total[name];
      total[name] = sum === undefined ? amount : formatQuantity(addQuantity(sum, amount));
    }
  }
  return total;
}

/** Returns the excess of `amounts` over `others`; other resources are omitted. */
export function amountsAbove(amounts: QuotaAmounts, others: QuotaAmounts): QuotaAmounts {
  const above = Object.entries(amounts).filter(([name, amount]) => compareQuantity(amount, others[name] ?? '0') > 0);
  return Object.fromEntries(above.map(([name, amount]) => [name, formatQuantity(subQuantity(amount, others[name] ?? '0'))]));
}

/** Returns the amounts of the named resources. */
export function amountsOf(amounts: QuotaAmounts, names: readonly string[]): QuotaAmounts {
  return Object.fromEntries(names.flatMap((name) => (amounts[name] === undefined ? [] : [[name, amounts[name]]])));
}
