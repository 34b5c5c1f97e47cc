import { type FieldError, fieldErrors } from '@klockwork/api-machinery';

/** Max estimate of one expression. Models `StaticEstimatedCostLimit`. */
export const RULE_ESTIMATE_MAX = 10_000_000;
/** Max sum of the estimates of a schema. Models `StaticEstimatedCRDCostLimit`. */
const SCHEMA_ESTIMATE_MAX = 100_000_000;
/** Number of expensive rules that an error lists. */
const LISTED_MAX = 4;

/** Sum of the estimates of a schema. */
export class CostSum {
  #total = 0;
  #expensive: { readonly path: string; readonly cost: number }[] = [];

  add(path: string, cost: number): void {
    this.#total += cost;
    if (cost < SCHEMA_ESTIMATE_MAX / 100) return;
    this.#expensive = [...this.#expensive, { path, cost }].sort((a, b) => b.cost - a.cost).slice(0, LISTED_MAX);
  }

  /** Returns errors if the sum exceeds its limit. */
  errors(schemaPath: string): FieldError[] {
    if (this.#total <= SCHEMA_ESTIMATE_MAX) return [];
    const name = 'x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema';
    const detail = 'contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema';
    return [
      ...this.#expensive.map(({ path }) => fieldErrors.forbidden(path, detail)),
      fieldErrors.forbidden(schemaPath, costProblem(name, this.#total, SCHEMA_ESTIMATE_MAX)),
    ];
  }
}

/** Returns upstream's words for a cost beyond its limit. */
export function costProblem(name: string, cost: number, limit: number): string {
  const factor = cost / limit;
  const digits = factor < 1.5 ? 6 : 1;
  const times = factor > 100 ? 'more than 100x' : `${factor.toFixed(digits)}x`;
  const advice = 'try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared';
  return `${name} exceeds budget by factor of ${times} (${advice})`;
}
