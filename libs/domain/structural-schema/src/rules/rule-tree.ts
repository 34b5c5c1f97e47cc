import { type CelSchema, declaredType } from '@klockwork/cel';
import { itemSchema, type JsonSchema, propertiesOf, valueSchema } from '../json-schema.ts';
import { type CompiledRule, celSchemaOf, compileRules } from './compile-rules.ts';

/** Rules of a schema and of the schemas below it. Models `Validator` of `apiextensions-apiserver/pkg/apiserver/schema/cel`. */
export interface RuleTree {
  readonly schema: JsonSchema;
  readonly celSchema: CelSchema;
  readonly isResource: boolean;
  readonly rules: readonly CompiledRule[];
  readonly properties: ReadonlyMap<string, RuleTree>;
  readonly values: RuleTree | undefined;
  readonly items: RuleTree | undefined;
}

/** Returns the rules of a schema; undefined without any. Rules below `allOf` are not structural, and have no effect. */
export function ruleTree(schema: JsonSchema, isResource: boolean): RuleTree | undefined {
  const values = childOf(valueSchema(schema));
  const items = childOf(itemSchema(schema));
  const properties = new Map(
    propertiesOf(schema).flatMap(([name, property]) => {
      const child = childOf(property);
      return child === undefined ? [] : [[name, child] as const];
    }),
  );
  const rules = compileNode(schema, isResource);
  if (rules.length === 0 && properties.size === 0 && values === undefined && items === undefined) return undefined;
  return { schema, celSchema: celSchemaOf(schema), isResource, rules, properties, values, items };
}

function childOf(schema: JsonSchema | undefined): RuleTree | undefined {
  return schema === undefined ? undefined : ruleTree(schema, schema['x-kubernetes-embedded-resource'] === true);
}

function compileNode(schema: JsonSchema, isResource: boolean): CompiledRule[] {
  if ((schema['x-kubernetes-validations'] ?? []).length === 0) return [];
  const type = declaredType(celSchemaOf(schema), 'selfType', isResource);
  return type === undefined ? [] : compileRules(schema, type);
}
