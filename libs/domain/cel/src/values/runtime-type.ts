import type { CelType } from '../types/type.ts';
import { typeName } from './describe.ts';
import { CelError, isLibraryValue, isMapValue, ListValue, OptionalValue, type Value } from './value.ts';

/** Reports whether a value may be passed where `type` is declared. Containers are judged by their first entry, as in cel-go. */
export function isOfType(value: Value, type: CelType): boolean {
  if (value instanceof CelError) return false;
  switch (type.kind) {
    case 'dyn':
    case 'param':
      return true;
    case 'list':
      return value instanceof ListValue && (value.size === 0 || isOfType(value.at(0), type.params[0] as CelType));
    case 'map':
      return isMapValue(value) && isMapOfType(value, type);
    case 'opaque':
      if (type.name === 'optional_type') return value instanceof OptionalValue && isOptionalOfType(value, type);
      return isLibraryValue(value) && value.libraryType.name === type.name;
    case 'struct':
      return isLibraryValue(value) ? value.libraryType.name === type.name : isMapValue(value);
    default:
      return typeName(value) === type.name;
  }
}

function isMapOfType(value: Extract<Value, { isMap: true }>, type: CelType): boolean {
  const [key] = value.keys();
  if (key === undefined) return true;
  return isOfType(key, type.params[0] as CelType) && isOfType(value.find(key) as Value, type.params[1] as CelType);
}

function isOptionalOfType(value: OptionalValue, type: CelType): boolean {
  return value.value === undefined || isOfType(value.value, type.params[0] as CelType);
}
