/** How many random characters the API server puts behind a generateName. */
export const GENERATED_SUFFIX_LENGTH = 5;

const NAME_MAX = 63;

/**
 * The name made from a `generateName` and a random suffix: the base is cut so that the whole stays a DNS label.
 * Models `SimpleNameGenerator` of `k8s.io/apiserver/pkg/storage/names`.
 */
export function generateName(base: string, suffix: string): string {
  return base.slice(0, NAME_MAX - GENERATED_SUFFIX_LENGTH) + suffix;
}
