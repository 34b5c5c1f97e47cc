const VERSION = /^v(\d+)(?:(alpha|beta)(\d+))?$/;
const STABILITY = ['alpha', 'beta', undefined];

/** Orders versions of a group: `v2`, `v1`, `v1beta1`, `v1alpha1`, then others by name. Models `CompareKubeAwareVersionStrings`. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [VERSION.exec(a), VERSION.exec(b)];
  if (left === null || right === null) return left === right ? (a < b ? -1 : Number(a > b)) : left === null ? 1 : -1;
  const [ranks, others] = [ranksOf(left), ranksOf(right)];
  const at = ranks.findIndex((rank, index) => rank !== others[index]);
  return at < 0 ? 0 : (others[at] as number) - (ranks[at] as number);
}

function ranksOf([, major, stability, minor = '0']: RegExpExecArray): number[] {
  return [STABILITY.indexOf(stability), Number(major), Number(minor)];
}
