import {
  asMilli,
  compareQuantity,
  dns1123Subdomain,
  type FieldError,
  fieldErrors,
  qualifiedName,
  validateObjectMeta,
} from '@klockwork/api-machinery';
import { checkFormat } from '../pod-template/validation/field-checks.ts';
import { mayOvercommit, validateContainerResourceName, validateResourceName } from '../pod-template/validation/resource-names.ts';
import type { LimitRange, LimitRangeItem } from './limit-range.ts';

const STANDARD_TYPES = ['Pod', 'Container', 'PersistentVolumeClaim'];
const LISTS = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const;
const BOUNDS = LISTS.slice(0, -1);
const NOT_FOR_PODS = "may not be specified when `type` is 'Pod'";

type List = (typeof LISTS)[number];

/** Models `ValidateLimitRange`. */
export function validateLimitRange(limitRange: LimitRange): FieldError[] {
  const types = new Set<string>();
  const items = (limitRange.spec?.limits ?? []).flatMap((item, index) => {
    const path = `spec.limits[${index}]`;
    const repeatedErrors = types.has(item.type) ? [fieldErrors.duplicate(`${path}.type`, item.type)] : [];
    types.add(item.type);
    return [...validateType(item.type ?? '', `${path}.type`), ...repeatedErrors, ...validateItem(item, path)];
  });
  return [...validateObjectMeta(limitRange.metadata ?? {}, { namespaced: true, nameFn: dns1123Subdomain }), ...items];
}

function validateType(type: string, path: string): FieldError[] {
  const errors = checkFormat(path, type, qualifiedName);
  if (errors.length > 0 || type.includes('/') || STANDARD_TYPES.includes(type)) return errors;
  return [fieldErrors.invalid(path, type, 'must be a standard limit type or fully qualified')];
}

function validateItem(item: LimitRangeItem, path: string): FieldError[] {
  const judgedLists = LISTS.filter((list) => !isDefaultOfPod(item, list));
  const names = new Set(judgedLists.flatMap((list) => Object.keys(item[list] ?? {})));
  return [
    ...BOUNDS.flatMap((list) => (judgedLists.includes(list) ? validateNames(item, list, path) : refuseDefaults(item, list, path))),
    ...validateClaimStorage(item, path),
    ...validateNames(item, 'maxLimitRequestRatio', path),
    ...[...names].flatMap((name) => validateBounds(item, name, path)),
  ];
}

function isDefaultOfPod(item: LimitRangeItem, list: List): boolean {
  return item.type === 'Pod' && (list === 'default' || list === 'defaultRequest');
}

function refuseDefaults(item: LimitRangeItem, list: List, path: string): FieldError[] {
  return Object.keys(item[list] ?? {}).length > 0 ? [fieldErrors.forbidden(`${path}.${list}`, NOT_FOR_PODS)] : [];
}

function validateNames(item: LimitRangeItem, list: List, path: string): FieldError[] {
  const validate = item.type === 'Pod' || item.type === 'Container' ? validateContainerResourceName : validateResourceName;
  return Object.keys(item[list] ?? {}).flatMap((name) => validate(name, `${path}.${list}[${name}]`));
}

function validateClaimStorage(item: LimitRangeItem, path: string): FieldError[] {
  if (item.type !== 'PersistentVolumeClaim' || item.min?.storage !== undefined || item.max?.storage !== undefined) return [];
  return [fieldErrors.required(`${path}.limits`, 'either minimum or maximum storage value is required, but neither was provided')];
}

function validateBounds(item: LimitRangeItem, name: string, path: string): FieldError[] {
  const isPod = item.type === 'Pod';
  const min = item.min?.[name];
  const max = item.max?.[name];
  const limit = isPod ? undefined : item.default?.[name];
  const request = isPod ? undefined : item.defaultRequest?.[name];
  // Upstream reports the bound instead of the default as invalid value of `default`, with own messages.
  const orders: [string | undefined, string | undefined, List, string | undefined, string, string][] = [
    [min, max, 'min', min, 'min value', 'max value'],
    [min, request, 'defaultRequest', request, 'min value', 'default request value'],
    [request, max, 'defaultRequest', request, 'default request value', 'max value'],
    [request, limit, 'defaultRequest', request, 'default request value', 'default limit value'],
    [min, limit, 'default', min, 'min value', 'default value'],
    [limit, max, 'default', max, 'default value', 'max value'],
  ];
  const errors = orders.flatMap(([low, high, list, value, lowText, highText]) => {
    if (low === undefined || high === undefined || compareQuantity(low, high) <= 0) return [];
    return [fieldErrors.invalid(`${path}.${list}[${name}]`, value, `${lowText} ${low} is greater than ${highText} ${high}`)];
  });
  return [...errors, ...validateRatio(item, name, path), ...validateEqualDefaults(name, limit, request, path)];
}

function validateRatio({ maxLimitRequestRatio, min, max }: LimitRangeItem, name: string, path: string): FieldError[] {
  const ratio = maxLimitRequestRatio?.[name];
  if (ratio === undefined) return [];
  const at = `${path}.maxLimitRequestRatio[${name}]`;
  const errors = compareQuantity(ratio, '1') < 0 ? [fieldErrors.invalid(at, ratio, `ratio ${ratio} is less than 1`)] : [];
  const [least, most] = [min?.[name], max?.[name]];
  if (least === undefined || most === undefined) return errors;
  const bound = asMilli(most) / asMilli(least);
  if (asMilli(ratio) / 1000 <= bound) return errors;
  return [...errors, fieldErrors.invalid(at, ratio, `ratio ${ratio} is greater than max/min = ${bound.toFixed(6)}`)];
}

function validateEqualDefaults(name: string, limit: string | undefined, request: string | undefined, path: string): FieldError[] {
  if (mayOvercommit(name) || limit === undefined || request === undefined || compareQuantity(limit, request) === 0) return [];
  const problem = `default value ${limit} must equal to defaultRequest value ${request} in ${name}`;
  return [fieldErrors.invalid(`${path}.defaultRequest[${name}]`, request, problem)];
}
