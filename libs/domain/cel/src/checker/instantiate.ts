import type { CelType } from '../types/type.ts';
import type { Overload } from './function.ts';

/** Parameters and result of an overload. */
export interface Signature {
  readonly params: readonly CelType[];
  readonly result: CelType;
}

const generic = new WeakMap<Overload, boolean>();

/** Returns the signature of an overload with fresh type parameters. */
export function instantiate(overload: Overload, freshParam: () => CelType): Signature {
  if (!isGeneric(overload)) return overload;
  const fresh = new Map<string, CelType>();
  const replace = (type: CelType): CelType => {
    if (type.kind === 'param') {
      const knownType = fresh.get(type.name) ?? freshParam();
      fresh.set(type.name, knownType);
      return knownType;
    }
    return type.params.length === 0 ? type : { ...type, params: type.params.map(replace) };
  };
  return { params: overload.params.map(replace), result: replace(overload.result) };
}

function isGeneric(overload: Overload): boolean {
  const known = generic.get(overload) ?? [...overload.params, overload.result].some(hasParam);
  generic.set(overload, known);
  return known;
}

function hasParam(type: CelType): boolean {
  return type.kind === 'param' || type.params.some(hasParam);
}
