import { type Compilation, Environment, type Program } from '../environment.ts';
import { AUTHORIZER_TYPE, RESOURCE_CHECK_TYPE } from '../library/authorization.ts';
import { collectStructs, type DeclaredType } from '../schema/declared-type.ts';
import { BOOL, type CelType, DYN, formatType, NULL, STRING, sameType } from '../types/type.ts';
import { ADMISSION_STRUCTS, NAMESPACE_TYPE, REQUEST_TYPE, VARIABLES_TYPE } from './admission-types.ts';

/** Use of an expression, which decides the types of its result and its variables. */
export type ExpressionUse = 'condition' | 'validation' | 'message' | 'annotation';

const RESULTS: Readonly<Record<ExpressionUse, readonly CelType[]>> = {
  condition: [BOOL],
  validation: [BOOL],
  message: [STRING],
  annotation: [STRING, NULL],
};
const AUTHORIZED: ReadonlySet<ExpressionUse> = new Set(['condition', 'validation']);

/** Expression with its program, or with the problem that upstream reports. */
export interface AdmissionExpression {
  readonly text: string;
  readonly program?: Program;
  readonly problem?: string;
}

/** Variable of a policy: a named expression. */
export interface AdmissionVariable extends AdmissionExpression {
  readonly name: string;
}

/** Types of a policy's objects and parameters, which are dynamic by default. */
export interface CompilerOptions {
  readonly hasParams?: boolean;
  readonly object?: DeclaredType | undefined;
  readonly params?: DeclaredType | undefined;
}

/**
 * Compiles the expressions of one policy or webhook, with its variables. Models `k8s.io/apiserver/pkg/admission/plugin/cel`.
 */
export class AdmissionCompiler {
  readonly #options: CompilerOptions;
  readonly #variables = new Map<string, CelType>();
  readonly #environments = new Map<string, Environment>();

  constructor(options: CompilerOptions = {}) {
    this.#options = options;
  }

  compile(text: string, use: ExpressionUse): AdmissionExpression {
    const compilation = this.#environment(AUTHORIZED.has(use)).compile(text);
    const problem = problemOf(compilation, RESULTS[use]);
    return problem === undefined && compilation.program ? { text, program: compilation.program } : { text, problem: problem ?? '' };
  }

  /** Returns the report of type errors; undefined without any. */
  check(text: string): string | undefined {
    return this.#environment(true).compile(text).problem;
  }

  /** Compiles a variable; later expressions may use it as `variables.NAME`. */
  declare(name: string, text: string): AdmissionVariable {
    const compilation = this.#environment(true).compile(text);
    this.#variables.set(name, compilation.program?.type ?? DYN);
    this.#environments.clear();
    const problem = problemOf(compilation, []);
    return problem === undefined && compilation.program
      ? { name, text, program: compilation.program }
      : { name, text, problem: problem ?? '' };
  }

  #environment(isAuthorized: boolean): Environment {
    const key = String(isAuthorized);
    const environment = this.#environments.get(key) ?? this.#make(isAuthorized);
    this.#environments.set(key, environment);
    return environment;
  }

  #make(isAuthorized: boolean): Environment {
    const { object, params, hasParams = params !== undefined } = this.#options;
    const structs = new Map<string, ReadonlyMap<string, CelType>>([...ADMISSION_STRUCTS, [VARIABLES_TYPE.name, new Map(this.#variables)]]);
    for (const type of [object, params]) if (type !== undefined) collectStructs(type, structs);
    const variables = new Map<string, CelType>([
      ['object', object?.type ?? DYN],
      ['oldObject', object?.type ?? DYN],
      ['namespaceObject', NAMESPACE_TYPE],
      ['request', REQUEST_TYPE],
      ['variables', VARIABLES_TYPE],
      ...(hasParams ? [['params', params?.type ?? DYN] as const] : []),
      ...(isAuthorized
        ? ([
            ['authorizer', AUTHORIZER_TYPE],
            ['authorizer.requestResource', RESOURCE_CHECK_TYPE],
          ] as const)
        : []),
    ]);
    return new Environment({ variables, structs });
  }
}

/** Returns upstream's words for a failed compilation and for a wrong result; any result is right without `results`. */
function problemOf(compilation: Compilation, results: readonly CelType[]): string | undefined {
  if (compilation.problem !== undefined) {
    const stage = compilation.stage === 'compilation' ? 'compilation failed' : 'program instantiation failed';
    return `${stage}: ${compilation.problem}`;
  }
  const { type } = compilation.program;
  if (results.length === 0 || results.some((result) => sameType(result, type))) return undefined;
  const expectedNames = results.map(({ name }) => name);
  const wantedNames = expectedNames.length === 1 ? expectedNames[0] : `one of [${expectedNames.join(' ')}]`;
  return `must evaluate to ${wantedNames} but got ${formatType(type)}`;
}
