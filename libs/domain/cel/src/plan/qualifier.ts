import { describe } from '../values/describe.ts';
import { toIndex } from '../values/to-index.ts';
import { CelError, isMapValue, ListValue, type Value } from '../values/value.ts';

import type { Frame } from './frame.ts';
import type { Attribute, Qualifier } from './model.ts';

/** Selects by a known key. */
export function keyQualifier(key: Value, isOptional: boolean): Qualifier {
  return {
    isOptional,
    qualify: (frame, object) => {
      const value = requiredEntry(object, key);
      frame.charge(1);
      return value;
    },
    qualifyIfPresent: (frame, object) => chargePresent(frame, entryOf(object, key)),
  };
}

/** Selects by a key that is computed. */
export function computedQualifier(key: Attribute, isOptional: boolean): Qualifier {
  return {
    isOptional,
    qualify: (frame, object) => {
      const index = key.resolve(frame);
      const value = index instanceof CelError ? index : requiredEntry(object, index);
      frame.charge(1);
      return value;
    },
    qualifyIfPresent: (frame, object) => {
      const index = key.resolve(frame);
      return index instanceof CelError ? index : chargePresent(frame, entryOf(object, index));
    },
  };
}

/** Reports whether a field is present. */
export function presenceQualifier(field: string): Qualifier {
  return {
    isOptional: false,
    qualify: (frame, object) => {
      const value = entryOf(object, field);
      frame.charge(1);
      return value instanceof CelError ? value : value !== undefined;
    },
    qualifyIfPresent: (frame, object) => chargePresent(frame, entryOf(object, field)),
  };
}

function chargePresent(frame: Frame, value: Value | undefined): Value | undefined {
  if (value !== undefined && !(value instanceof CelError)) frame.charge(1);
  return value;
}

/** Returns an entry of a map or list; undefined for a missing one and for objects without entries. */
function entryOf(object: Value, key: Value): Value | undefined {
  if (object instanceof ListValue) {
    const index = toIndex(key);
    if (index instanceof CelError) return index;
    return index >= 0 && index < object.size ? object.at(index) : undefined;
  }
  return typeof object === 'object' && object !== null && isMapValue(object) ? object.find(key) : undefined;
}

/** Returns an entry, possibly null; missing entries are errors. */
function requiredEntry(object: Value, key: Value): Value {
  const value = entryOf(object, key);
  return value === undefined ? missing(object, key) : value;
}

function missing(object: Value, key: Value): CelError {
  return new CelError(object instanceof ListValue ? `index out of bounds: ${describe(key)}` : `no such key: ${describe(key)}`);
}
