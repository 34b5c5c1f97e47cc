import { canonicalizeQuantities } from '../pod-template/container.defaults.ts';
import type { LimitRange, LimitRangeItem } from './limit-range.ts';

/** Models `SetDefaults_LimitRangeItem`: bounds of containers are also their missing defaults. */
export function limitRangeDefaults(limitRange: LimitRange): void {
  limitRange.spec ??= { limits: [] };
  for (const item of limitRange.spec?.limits ?? []) {
    for (const list of [item.max, item.min, item.default, item.defaultRequest, item.maxLimitRequestRatio]) canonicalizeQuantities(list);
    if (item.type === 'Container') defaultContainerLimits(item);
  }
}

function defaultContainerLimits(item: LimitRangeItem): void {
  const limits = { ...item.max, ...item.default };
  const requests = { ...item.min, ...limits, ...item.defaultRequest };
  if (Object.keys(limits).length > 0) item.default = limits;
  if (Object.keys(requests).length > 0) item.defaultRequest = requests;
}
