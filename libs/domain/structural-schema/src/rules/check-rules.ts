import { type FieldError, fieldErrors } from '@klockwork/api-machinery';
import { asResource, CelError, conversionOf, NONE, OptionalValue, type Outcome, type Value } from '@klockwork/cel';
import type { ValidationRule } from '../json-schema.ts';
import { isMap } from '../json-value.ts';
import { fieldPlace, itemPlace, keyPlace, type Place, placeText } from '../place.ts';
import type { SchemaNode } from '../schema-node.ts';
import { Correlation } from '../values/correlation.ts';
import type { CompiledRule } from './compile-rules.ts';
import { evaluateMessage, NO_BUDGET } from './rule-message.ts';
import type { RuleTree } from './rule-tree.ts';

/** Cost of all rules of one write. Models `RuntimeCELCostBudget`. */
const WRITE_COST_MAX = 10_000_000;

/** Value with its earlier states: `previous` for `oldSelf`, the correlation to recognize what did not change. */
interface Subject {
  readonly value: unknown;
  readonly previous: unknown;
  readonly place: Place;
  readonly current: Correlation | undefined;
  readonly parent: Correlation | undefined;
}

/** Write whose rules are checked. */
export interface RuleWrite {
  readonly object: object;
  readonly previous?: object | undefined;
  readonly node: SchemaNode;
}

/** Evaluates the rules of a write. Errors of unchanged values do not count. Models `Validator.Validate`. */
export function checkRules(tree: RuleTree, { object, previous, node }: RuleWrite): FieldError[] {
  const current = previous === undefined ? undefined : new Correlation(object, previous, node);
  const check = new RuleCheck();
  check.run(tree, { value: object, previous, place: undefined, current, parent: undefined });
  return check.errors;
}

class RuleCheck {
  readonly errors: FieldError[] = [];
  /** Cost that is left; negative ends the check. */
  #left = WRITE_COST_MAX;

  run(tree: RuleTree, subject: Subject): void {
    if (subject.value === null || subject.value === undefined) return;
    this.#checkRules(tree, subject);
    if (this.#left < 0) return;
    if (Array.isArray(subject.value)) this.#runItems(tree, subject, subject.value);
    else if (isMap(subject.value)) this.#runFields(tree, subject, subject.value);
  }

  #runFields(tree: RuleTree, subject: Subject, fields: Readonly<Record<string, unknown>>): void {
    const { values, properties } = tree;
    if (values === undefined && properties.size === 0) return;
    const before = isMap(subject.previous) ? subject.previous : {};
    for (const [name, value] of Object.entries(fields)) {
      const property = properties.get(name);
      // Most fields have no rules, and correlation is expensive.
      if (values === undefined && property === undefined) continue;
      const child = { value, previous: before[name], ...correlate(subject, (correlation) => correlation.field(name), name) };
      if (values !== undefined && this.#left >= 0) this.run(values, { ...child, place: keyPlace(subject.place, name) });
      if (property !== undefined && this.#left >= 0) this.run(property, { ...child, place: fieldPlace(subject.place, name) });
    }
  }

  #runItems({ items }: RuleTree, subject: Subject, values: readonly unknown[]): void {
    if (items === undefined) return;
    for (const [index, value] of values.entries()) {
      if (this.#left < 0) return;
      const previous = subject.current?.item(index)?.previous;
      const child = correlate(subject, (correlation) => correlation.item(index));
      this.run(items, { value, previous, place: itemPlace(subject.place, index), ...child });
    }
  }

  #checkRules(tree: RuleTree, subject: Subject): void {
    if (tree.rules.length === 0) return;
    if (this.#left <= 0) {
      this.#end(fieldErrors.invalid(pathOf(subject.place), tree.schema.type, NO_BUDGET));
      return;
    }
    const convert = conversionOf(tree.isResource ? asResource(tree.celSchema) : tree.celSchema);
    const self = convert(subject.value);
    const oldSelf = subject.previous === undefined || subject.previous === null ? undefined : convert(subject.previous);
    for (const rule of tree.rules) {
      if (this.#left < 0) return;
      this.#checkRule(tree, subject, { compiled: rule, self, oldSelf });
    }
  }

  #checkRule(tree: RuleTree, subject: Subject, { compiled, self, oldSelf }: RuleInput): void {
    const path = pathOf(subject.place);
    if (compiled.problem !== undefined) {
      this.errors.push(fieldErrors.invalid(path, tree.schema.type, `rule compile error: ${compiled.problem}`));
      return;
    }
    const isOptional = compiled.rule.optionalOldSelf === true;
    if (compiled.program === undefined || (compiled.usesOldSelf && oldSelf === undefined && !isOptional)) return;
    const optional = oldSelf === undefined ? NONE : new OptionalValue(oldSelf);
    const outcome = compiled.program.evaluate({ self, ...bindOldSelf(isOptional ? optional : oldSelf) });
    if (outcome.cost > this.#left) {
      this.#end(fieldErrors.invalid(path, tree.schema.type, NO_BUDGET));
      return;
    }
    this.#left -= outcome.cost;
    if (outcome.value instanceof CelError) {
      this.#addEvaluationError(tree, subject, { outcome, rule: compiled.rule });
      return;
    }
    if (outcome.value === true) return;
    this.#addFailure(tree, subject, { compiled, self, oldSelf });
  }

  #addEvaluationError(tree: RuleTree, subject: Subject, { outcome, rule }: { outcome: Outcome; rule: ValidationRule }): void {
    const { message } = outcome.value as CelError;
    const add = (detail: string): FieldError => fieldErrors.invalid(pathOf(subject.place), tree.schema.type, detail);
    if (outcome.exceeded) {
      this.#end(add(`'${message}': no further validation rules will be run due to call cost exceeds limit for rule: ${nameOf(rule)}`));
      return;
    }
    const isSignature = message.startsWith('no such overload');
    const signature = `'${message}': call arguments did not match a supported operator, function or macro signature for rule: ${nameOf(rule)}`;
    this.errors.push(add(isSignature ? signature : `${message} evaluating rule: ${nameOf(rule)}`));
  }

  #addFailure(tree: RuleTree, subject: Subject, input: RuleInput): void {
    const { compiled } = input;
    const isUnchanged = subject.current === undefined ? subject.parent?.isEqual === true : subject.current.isEqual;
    const isRatcheted = !compiled.usesOldSelf && isUnchanged;
    const path = childPath(subject.place, compiled.fieldPath);
    const message = this.#message(input);
    if ('fault' in message) {
      if (!isRatcheted) this.errors.push(fieldErrors.invalid(path, tree.schema.type, message.fault));
      this.#left = -1;
      return;
    }
    if (!isRatcheted) this.errors.push(errorFor(compiled.rule, path, { tree, value: subject.value, detail: message.text }));
  }

  #message({ compiled, self, oldSelf }: RuleInput): { readonly text: string } | { readonly fault: string } {
    const { rule, message } = compiled;
    const otherwise = rule.message ? rule.message.trim() : `failed rule: ${nameOf(rule)}`;
    if (message === undefined) return { text: otherwise };
    const evaluatedMessage = evaluateMessage(message, {
      source: rule.messageExpression ?? '',
      bindings: { self, ...bindOldSelf(oldSelf) },
      budget: this.#left,
    });
    if (evaluatedMessage.fault !== undefined) return { fault: evaluatedMessage.fault };
    this.#left -= evaluatedMessage.cost;
    return { text: evaluatedMessage.text ?? otherwise };
  }

  #end(error: FieldError): void {
    this.errors.push(error);
    this.#left = -1;
  }
}

interface RuleInput {
  readonly compiled: CompiledRule;
  readonly self: Value;
  readonly oldSelf: Value | undefined;
}

function bindOldSelf(oldSelf: Value | undefined): Readonly<Record<string, Value>> {
  return oldSelf === undefined ? {} : { oldSelf };
}

/** Fields `apiVersion` and `kind` of a resource are never compared. */
function correlate(
  { current, parent }: Subject,
  child: (correlation: Correlation) => Correlation | undefined,
  name?: string,
): Pick<Subject, 'current' | 'parent'> {
  if (current === undefined) return { current, parent };
  if (parent === undefined && (name === 'apiVersion' || name === 'kind')) return { current: undefined, parent: undefined };
  return { current: child(current), parent: current };
}

function pathOf(place: Place): string {
  return place === undefined ? '<nil>' : placeText(place);
}

function childPath(place: Place, fieldPath: string | undefined): string {
  if (fieldPath === undefined || fieldPath === '') return pathOf(place);
  return place === undefined ? fieldPath : `${placeText(place)}.${fieldPath}`;
}

/** Returns how errors name a rule. */
function nameOf({ rule = '', message }: ValidationRule): string {
  return (message ? message : rule).trim();
}

interface Failure {
  readonly tree: RuleTree;
  readonly value: unknown;
  readonly detail: string;
}

function errorFor({ reason }: ValidationRule, path: string, { tree, value, detail }: Failure): FieldError {
  if (reason === 'FieldValueForbidden') return fieldErrors.forbidden(path, detail);
  if (reason === 'FieldValueRequired') return fieldErrors.required(path, detail);
  const isWhole = tree.schema.type === 'object' || tree.schema.type === 'array';
  if (reason === 'FieldValueDuplicate') return isWhole ? duplicateWhole(path) : fieldErrors.duplicate(path, value);
  return isWhole ? fieldErrors.invalidWhole(path, detail) : fieldErrors.invalid(path, value, detail);
}

function duplicateWhole(field: string): FieldError {
  return { reason: 'FieldValueDuplicate', field, message: 'Duplicate value' };
}
