/**
 * A hash of a text for ETags and cache keys: 128 bits in hexadecimal, equal for equal texts on every machine.
 * FNV-1a in four lanes with different seeds; not for secrets.
 */
export function contentHash(text: string): string {
  const lanes = [0x811c9dc5, 0x01000193, 0x9e3779b9, 0x85ebca6b];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    for (let lane = 0; lane < lanes.length; lane += 1) lanes[lane] = Math.imul((lanes[lane] as number) ^ (unit + lane * 0x1f), 0x01000193);
  }
  return lanes
    .map((lane) => (lane >>> 0).toString(16).padStart(8, '0'))
    .join('')
    .toUpperCase();
}
