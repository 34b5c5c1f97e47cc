import type { Expression, StructField } from '../syntax/expression.ts';
import type { SourceError } from '../syntax/source.ts';
import { type CelType, ERROR, formatType } from '../types/type.ts';

/** Collects type errors. Each method returns the type of a wrong expression. */
export class Mistakes {
  readonly errors: SourceError[] = [];

  add(place: { readonly offset: number }, message: string): CelType {
    this.errors.push({ offset: place.offset, message });
    return ERROR;
  }

  mismatch(node: Expression, expectedType: CelType, actual: CelType): CelType {
    return this.add(node, `expected type '${formatType(expectedType)}' but found '${formatType(actual)}'`);
  }

  notIterable(node: Expression, type: CelType): CelType {
    return this.add(node, `expression of type '${formatType(type)}' cannot be range of a comprehension (must be list, map, or dynamic)`);
  }

  wrongField(field: StructField, expectedType: CelType, actual: CelType): CelType {
    const types = `'${formatType(expectedType)}' but provided type is '${formatType(actual)}'`;
    return this.add(field, `expected type of field '${field.name}' is ${types}`);
  }

  undeclared(node: Expression, name: string): CelType {
    return this.add(node, `undeclared reference to '${name}' (in container '')`);
  }
}
