import { compareQuantity } from '@klockwork/api-machinery';
import type { LimitRange, LimitRangeItem, PersistentVolumeClaim } from '@klockwork/resources';

const TYPE = 'PersistentVolumeClaim';

/** Every bound of the LimitRange that the claim breaks, in upstream's words. Models `PersistentVolumeClaimValidateLimitFunc`. */
export function claimViolations({ spec }: PersistentVolumeClaim, limitRange: LimitRange): string[] {
  const items = (limitRange.spec?.limits ?? []).filter(({ type }) => type === TYPE);
  return items.flatMap((item) => violations(item, spec?.resources?.requests ?? {}));
}

function violations({ min, max }: LimitRangeItem, requests: Readonly<Record<string, string>>): string[] {
  return [...broken('minimum', min, requests, (order) => order < 0), ...broken('maximum', max, requests, (order) => order > 0)];
}

function broken(
  what: 'minimum' | 'maximum',
  bounds: Readonly<Record<string, string>> | undefined,
  requests: Readonly<Record<string, string>>,
  isBeyond: (order: number) => boolean,
): string[] {
  return Object.entries(bounds ?? {}).flatMap(([name, bound]) => {
    const rule = `${what} ${name} usage per ${TYPE} is ${bound}`;
    const request = requests[name];
    if (request === undefined) return [`${rule}.  No request is specified`];
    return isBeyond(compareQuantity(request, bound)) ? [`${rule}, but request is ${request}`] : [];
  });
}
