import type { HttpSchema } from './schemas.ts';

/** Query or path parameter of an operation. */
export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'path';
  readonly description: string;
  readonly required?: true;
  readonly schema: { readonly type: 'string' | 'integer' | 'boolean' };
}

/** Operation in a table: texts and schema names. */
export interface Operation {
  readonly id: string;
  readonly summary: string;
  readonly parameters?: readonly Parameter[];
  readonly body?: HttpSchema;
  readonly answer: HttpSchema | 'ClockAdvance';
  readonly status?: 200 | 201;
  /** Media type of a stream of lines. */
  readonly lines?: true;
}

/** Methods of operations. */
export type Method = 'get' | 'post' | 'put' | 'delete';

export function query(name: string, description: string, type: Parameter['schema']['type'] = 'string'): Parameter {
  return { name, description, in: 'query', schema: { type } };
}

export function pathParameter(name: string, description: string, type: Parameter['schema']['type'] = 'string'): Parameter {
  return { name, description, in: 'path', required: true, schema: { type } };
}
