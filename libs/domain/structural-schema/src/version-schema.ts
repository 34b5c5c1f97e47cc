import { type FieldError, fieldErrors, type Schema } from '@klockwork/api-machinery';
import { compileSchema } from './compile-schema.ts';
import { fieldTypes } from './field-types.ts';
import type { JsonSchema } from './json-schema.ts';
import type { JsonMap } from './json-value.ts';
import { applyDefaults } from './objects/defaults.ts';
import { coerceEmbedded, validateEmbedded } from './objects/embedded.ts';
import { validateListTypes } from './objects/list-types.ts';
import { pruneNulls } from './objects/nulls.ts';
import { prune } from './objects/prune.ts';
import { checkRules } from './rules/check-rules.ts';
import { type RuleTree, ruleTree } from './rules/rule-tree.ts';
import type { SchemaNode } from './schema-node.ts';
import { checkRatcheted } from './values/check-value.ts';
import { Correlation } from './values/correlation.ts';
import { fieldErrorsOf, type Problem } from './values/problem.ts';

/** A write of an object: `previous` is absent for a new one. */
export interface ObjectWrite {
  readonly object: object;
  readonly previous?: object | undefined;
}

/** Further check of objects, beside the schema and its rules. `errors`: those of the schema. */
export type ObjectCheck = (write: ObjectWrite, errors: readonly FieldError[]) => FieldError[];

/** Options of a version's schema. */
export interface VersionSchemaOptions {
  /** Run in order after the schema's own checks. */
  readonly checks?: readonly ObjectCheck[];
}

const BLOCKING: ReadonlySet<FieldError['reason']> = new Set([
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
]);
const UNCHECKED =
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation';

/** Fields of a custom kind's objects in one version, compiled on first use. Objects are JSON values of the whole resource. */
export class VersionSchema {
  readonly source: JsonSchema;
  readonly #checks: readonly ObjectCheck[];
  #node: SchemaNode | undefined;
  #types: Schema | undefined;
  #rules: { readonly tree: RuleTree | undefined } | undefined;

  constructor(source: JsonSchema, { checks = [] }: VersionSchemaOptions = {}) {
    this.source = source;
    this.#checks = checks;
  }

  /** Types of the fields, for patches and server-side apply. */
  get types(): Schema {
    this.#types ??= fieldTypes(this.source);
    return this.#types;
  }

  get #root(): SchemaNode {
    this.#node ??= compileSchema(this.source);
    return this.#node;
  }

  /**
   * Prunes a sent object in place, and converts metadata of embedded resources. Returns paths of unknown fields. Throws EmbeddedError for
   * invalid metadata. Models `unstructuredSchemaCoercer.apply`.
   */
  fit(object: object): string[] {
    const unknown = prune(object, this.#root, { isRoot: true });
    pruneNulls(object, this.#root);
    const ofMeta: string[] = [];
    coerceEmbedded(object, this.#root, { unknown: ofMeta });
    return [...unknown, ...ofMeta.sort()];
  }

  /** Prunes an object in place without refusals, after a conversion. */
  prune(object: object): void {
    prune(object, this.#root, { isRoot: true });
    pruneNulls(object, this.#root);
    coerceEmbedded(object, this.#root, { dropsInvalid: true });
  }

  /** Prunes an object of the log in place, without refusals, and sets its defaults. */
  read(object: object): void {
    this.prune(object);
    applyDefaults(object, this.#root);
  }

  /** Sets defaults in place. */
  setDefaults(object: object): void {
    applyDefaults(object, this.#root);
  }

  /** Returns errors of a write; unchanged fields of an update keep their errors. Models `customResourceStrategy.ValidateUpdate`. */
  validate(write: ObjectWrite): FieldError[] {
    const { object, previous } = write;
    const errors = [...valueErrors(write, this.#root, ''), ...validateEmbedded(object, this.#root)];
    errors.push(...this.#newDuplicates(object, previous));
    return this.#withChecks(write, errors);
  }

  /** Returns errors of a status write. Models `statusStrategy.ValidateUpdate`. */
  validateStatus({ object, previous }: Required<ObjectWrite>): FieldError[] {
    const [next, before] = [(object as JsonMap).status, (previous as JsonMap).status];
    const node = this.#root.properties?.get('status');
    const hasStatus = Object.hasOwn(object, 'status') && node !== undefined;
    const errors = hasStatus ? valueErrors({ object: next, previous: before }, node, 'status') : [];
    errors.push(...this.#newDuplicates(object, previous));
    return this.#withChecks({ object, previous }, errors);
  }

  /** An object with wrong types or sizes is not given to the rules. Models `hasBlockingErr`. */
  #ruleErrors(write: ObjectWrite, errors: readonly FieldError[]): FieldError[] {
    this.#rules ??= { tree: ruleTree(this.source, true) };
    if (this.#rules.tree === undefined) return [];
    if (errors.some(({ reason }) => BLOCKING.has(reason))) return [fieldErrors.invalid('<nil>', null, UNCHECKED)];
    return checkRules(this.#rules.tree, { ...write, node: this.#root });
  }

  /** An object with duplicates may have others. */
  #newDuplicates(object: object, previous: object | undefined): FieldError[] {
    const duplicates = validateListTypes(object, this.#root);
    if (duplicates.length === 0 || previous === undefined) return duplicates;
    return validateListTypes(previous, this.#root).length === 0 ? duplicates : [];
  }

  #withChecks(write: ObjectWrite, errors: readonly FieldError[]): FieldError[] {
    return [...errors, ...this.#ruleErrors(write, errors), ...this.#checks.flatMap((check) => check(write, errors))];
  }
}

interface ValueWrite {
  readonly object: unknown;
  readonly previous?: unknown;
}

function valueErrors({ object, previous }: ValueWrite, node: SchemaNode, root: string): FieldError[] {
  const problems: Problem[] = [];
  const correlation = previous === undefined ? undefined : new Correlation(object, previous, node);
  checkRatcheted(object, node, { place: undefined, problems, correlation });
  return fieldErrorsOf(problems, root);
}
