import {
  type CelSchema,
  type Compilation,
  collectStructs,
  type DeclaredType,
  Environment,
  optionalOf,
  type Program,
  sizesOf,
} from '@klockwork/cel';
import type { JsonSchema, ValidationRule } from '../json-schema.ts';
import { normalizeFieldPath } from './field-path.ts';

/** Rule of a schema with its programs. */
export interface CompiledRule {
  readonly rule: ValidationRule;
  /** Undefined for an invalid rule, and for an empty one. */
  readonly program?: Program;
  readonly problem?: string;
  readonly message?: Program;
  readonly messageProblem?: string;
  readonly usesOldSelf: boolean;
  /** `fieldPath` of the rule as errors print it. */
  readonly fieldPath?: string;
}

/** Compiles the rules of a schema, whose values are `self`. Models `Compile` of `apiextensions-apiserver/pkg/apiserver/schema/cel`. */
export function compileRules(schema: JsonSchema, type: DeclaredType): CompiledRule[] {
  const environments = { plain: environmentOf(type, false), optional: environmentOf(type, true) };
  return (schema['x-kubernetes-validations'] ?? []).map((rule) =>
    compileRule(rule, schema, rule.optionalOldSelf === true ? environments.optional : environments.plain),
  );
}

function environmentOf(type: DeclaredType, isOptional: boolean): Environment {
  const structs = new Map();
  collectStructs(type, structs);
  const variables = new Map([
    ['self', type.type],
    ['oldSelf', isOptional ? optionalOf(type.type) : type.type],
  ]);
  return new Environment({ variables, structs, sizeOf: sizesOf(type) });
}

function compileRule(rule: ValidationRule, schema: JsonSchema, environment: Environment): CompiledRule {
  if ((rule.rule ?? '').trim() === '') return { rule, usesOldSelf: false };
  const compilation = environment.compile(rule.rule ?? '');
  const problem = problemOf(compilation, 'cel expression must evaluate to a bool', 'bool');
  if (compilation.program === undefined || problem !== undefined) return { rule, usesOldSelf: false, ...(problem && { problem }) };
  const fieldPath = rule.fieldPath ? normalizeFieldPath(rule.fieldPath, schema) : undefined;
  return {
    rule,
    program: compilation.program,
    usesOldSelf: compilation.program.variables.has('oldSelf'),
    ...compileMessage(rule, environment),
    ...(fieldPath !== undefined && { fieldPath }),
  };
}

function problemOf(compilation: Compilation, wrongType: string, kind: 'bool' | 'string'): string | undefined {
  if (compilation.problem !== undefined) {
    return compilation.stage === 'compilation'
      ? `compilation failed: ${compilation.problem}`
      : `program instantiation failed: ${compilation.problem}`;
  }
  return compilation.program.type.kind === kind ? undefined : wrongType;
}

function compileMessage({ messageExpression }: ValidationRule, environment: Environment): Pick<CompiledRule, 'message' | 'messageProblem'> {
  if (!messageExpression) return {};
  const compilation = environment.compile(messageExpression);
  const problem = problemOf(compilation, 'must evaluate to a string', 'string');
  if (problem !== undefined) return { messageProblem: `messageExpression ${problem.replace(/^program /, '')}` };
  return compilation.program === undefined ? {} : { message: compilation.program };
}

/** Returns a schema in the form that types and values are made from. */
export function celSchemaOf(schema: JsonSchema): CelSchema {
  return schema as CelSchema;
}
