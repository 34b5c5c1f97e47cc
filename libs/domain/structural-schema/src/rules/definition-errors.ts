import { type FieldError, fieldErrors } from '@klockwork/api-machinery';
import { declaredType } from '@klockwork/cel';
import { itemSchema, type JsonSchema, propertiesOf, type ValidationRule, valueSchema } from '../json-schema.ts';
import { type CompiledRule, celSchemaOf, compileRules } from './compile-rules.ts';
import { CostSum, costProblem, RULE_ESTIMATE_MAX } from './definition-costs.ts';

/** Schema with its place in a definition. */
interface Context {
  readonly schema: JsonSchema;
  readonly path: string;
  readonly isResource: boolean;
  /** Max number of values that the schema describes in one object; undefined without bound. */
  readonly cardinality: number | undefined;
  /** Path of a list whose items have no identity, which forbids `oldSelf`. */
  readonly uncorrelated: string | undefined;
}

const REQUEST_BYTES_MAX = 3 * 1024 * 1024;

/** Returns errors of the rules of a definition: types, costs, use of `oldSelf`. Call it for schemas without other errors. */
export function ruleDefinitionErrors(schema: JsonSchema, path: string): FieldError[] {
  const costs = new CostSum();
  const errors = nodeErrors({ schema, path, isResource: true, cardinality: 1, uncorrelated: undefined }, costs);
  return [...errors, ...costs.errors(path)];
}

function nodeErrors(context: Context, costs: CostSum): FieldError[] {
  return [...childContexts(context).flatMap((child) => nodeErrors(child, costs)), ...ownErrors(context, costs)];
}

function childContexts(context: Context): Context[] {
  const { schema, path } = context;
  const [values, items] = [valueSchema(schema), itemSchema(schema)];
  const isCorrelated = schema['x-kubernetes-list-type'] === 'map';
  return [
    ...(values === undefined ? [] : [childContext(context, values, `${path}.additionalProperties`)]),
    ...propertiesOf(schema).map(([name, property]) => childContext(context, property, `${path}.properties[${name}]`)),
    ...(items === undefined
      ? []
      : [{ ...childContext(context, items, `${path}.items`), uncorrelated: isCorrelated ? context.uncorrelated : path }]),
  ];
}

function childContext({ schema, cardinality, uncorrelated }: Context, child: JsonSchema, path: string): Context {
  const count = maxElements(schema);
  const isResource = child['x-kubernetes-embedded-resource'] === true;
  const product = cardinality === undefined || count === undefined ? undefined : cardinality * count;
  return { schema: child, path, isResource, cardinality: product, uncorrelated };
}

function maxElements(schema: JsonSchema): number | undefined {
  if (schema.type === 'array') return schema.maxItems;
  return schema.type === 'object' && schema.additionalProperties !== undefined ? schema.maxProperties : 1;
}

function ownErrors(context: Context, costs: CostSum): FieldError[] {
  const { schema, path, isResource } = context;
  const rules = schema['x-kubernetes-validations'] ?? [];
  const type = rules.length === 0 ? undefined : declaredType(celSchemaOf(schema), 'selfType', isResource);
  if (type === undefined) return [];
  const cardinality = context.cardinality ?? Math.floor(REQUEST_BYTES_MAX / (type.minSerializedSize + 1));
  return compileRules(schema, type).flatMap((rule, index) =>
    ruleErrors(rule, { context, costs, path: `${path}.x-kubernetes-validations[${index}]`, cardinality }),
  );
}

interface RulePlace {
  readonly context: Context;
  readonly costs: CostSum;
  readonly path: string;
  readonly cardinality: number;
}

function ruleErrors(compiledRule: CompiledRule, { context, costs, path, cardinality }: RulePlace): FieldError[] {
  const errors: FieldError[] = [];
  const { rule, program, message } = compiledRule;
  const cost = (program?.estimate.max ?? 0) * cardinality;
  if (cost > RULE_ESTIMATE_MAX)
    errors.push(fieldErrors.forbidden(`${path}.rule`, costProblem('estimated rule cost', cost, RULE_ESTIMATE_MAX)));
  costs.add(`${path}.rule`, cost);
  if (compiledRule.problem !== undefined) errors.push(fieldErrors.invalid(`${path}.rule`, printedRule(rule), compiledRule.problem));
  if (compiledRule.messageProblem !== undefined) {
    errors.push(fieldErrors.invalid(`${path}.messageExpression`, printedRule(rule), compiledRule.messageProblem));
  } else if (message !== undefined) {
    const { max } = message.estimate;
    const problem = costProblem('estimated messageExpression cost', max, RULE_ESTIMATE_MAX);
    if (max > RULE_ESTIMATE_MAX) errors.push(fieldErrors.forbidden(`${path}.messageExpression`, problem));
    costs.add(`${path}.messageExpression`, max);
  }
  return [...errors, ...oldSelfErrors(compiledRule, path, context)];
}

function oldSelfErrors({ rule, usesOldSelf }: CompiledRule, path: string, { uncorrelated }: Context): FieldError[] {
  if (usesOldSelf && uncorrelated !== undefined) {
    const detail = `oldSelf cannot be used on the uncorrelatable portion of the schema within ${uncorrelated}`;
    return [fieldErrors.invalid(`${path}.rule`, rule.rule, detail)];
  }
  if (usesOldSelf || rule.optionalOldSelf === undefined) return [];
  return [fieldErrors.invalid(`${path}.optionalOldSelf`, rule.optionalOldSelf, 'may not be set if oldSelf is not used in rule')];
}

/** Returns a rule as upstream's internal type prints it. */
function printedRule(rule: ValidationRule): object {
  return {
    Rule: rule.rule ?? '',
    Message: rule.message ?? '',
    MessageExpression: rule.messageExpression ?? '',
    Reason: rule.reason ?? null,
    FieldPath: rule.fieldPath ?? '',
    OptionalOldSelf: rule.optionalOldSelf ?? null,
  };
}
