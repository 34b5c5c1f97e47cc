const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  c: 1,
  w: 2,
  b: 512,
  k: 1_024,
  K: 1_024,
  M: 1_024 ** 2,
  G: 1_024 ** 3,
  T: 1_024 ** 4,
  kB: 1_000,
  KB: 1_000,
  MB: 1e6,
  GB: 1e9,
};

/** Parses `512`, `1k`, `4M`, `10MB`, `4Ki` into bytes; undefined when invalid. */
export function sizeOf(text: string): number | undefined {
  const match = /^(\d+)(?:([KMGT])iB?|([a-zA-Z]{0,2}))$/.exec(text);
  const unit = UNITS[match?.[2] ?? match?.[3] ?? ''];
  return match === null || unit === undefined ? undefined : Number(match[1]) * unit;
}
