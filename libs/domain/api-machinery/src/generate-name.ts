/** Number of random characters after a generateName. */
export const GENERATED_SUFFIX_LENGTH = 5;

const NAME_MAX = 63;

/**
 * Returns a name with a random suffix: the base is cut to the length of a DNS label. Models `SimpleNameGenerator` of
 * `k8s.io/apiserver/pkg/storage/names`.
 */
export function generateName(base: string, suffix: string): string {
  return base.slice(0, NAME_MAX - GENERATED_SUFFIX_LENGTH) + suffix;
}
