import { customDefinitionsV2 } from '../custom/custom-definitions.ts';
import { type Definition, referenceOf } from '../definition.ts';
import { type GroupVersion, KUBERNETES_INFO, schemaNames } from '../document.ts';
import { documented } from '../documented.ts';
import { type OpenApiResource, resourcePaths } from '../paths.ts';

/** Schema of an OpenAPI v2 document: references are plain, not inside `allOf`. */
export interface SwaggerSchema extends Omit<Definition, 'properties' | 'items' | 'additionalProperties' | 'allOf'> {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, SwaggerSchema>>;
  readonly items?: SwaggerSchema;
  readonly additionalProperties?: SwaggerSchema;
}

/** Parameter: `body` has a schema, all others a type. */
export interface SwaggerParameter {
  readonly name: string;
  readonly in: 'body' | 'query' | 'path';
  readonly description?: string;
  readonly required?: boolean;
  readonly type?: string;
  readonly uniqueItems?: boolean;
  readonly schema?: SwaggerSchema;
}

/** Operation: a method of a path. */
export interface SwaggerOperation {
  readonly description: string;
  readonly consumes: readonly string[];
  readonly produces: readonly string[];
  readonly parameters: readonly SwaggerParameter[];
  readonly responses: Readonly<Record<string, { readonly description: string; readonly schema: SwaggerSchema }>>;
  readonly 'x-kubernetes-action'?: string;
  readonly 'x-kubernetes-group-version-kind'?: { readonly group: string; readonly version: string; readonly kind: string };
}

/** Methods in lower case, and `parameters` shared by all methods. */
export type SwaggerPath = Readonly<Record<string, SwaggerOperation | readonly SwaggerParameter[]>>;

/** An OpenAPI v2 document. */
export interface Swagger {
  readonly swagger: '2.0';
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, SwaggerPath>>;
  readonly definitions: Readonly<Record<string, SwaggerSchema>>;
}

/** Returns the single OpenAPI v2 document of all served resources. Models `k8s.io/kube-openapi/pkg/builder`. */
export function swagger(served: readonly (GroupVersion & { readonly resources: readonly OpenApiResource[] })[]): Swagger {
  const paths = Object.assign(
    {},
    ...served.map((version) => Object.assign({}, ...version.resources.map((one) => resourcePaths(version, one)))),
  );
  const customs = served.flatMap(({ resources }) => resources.flatMap(({ custom }) => custom ?? []));
  const own = Object.assign({}, ...customs.map(customDefinitionsV2)) as Record<string, SwaggerSchema>;
  const names = schemaNames(paths, own);
  return {
    swagger: '2.0',
    info: KUBERNETES_INFO,
    paths: mapValues(paths as Record<string, Operations>, swaggerPath),
    definitions: Object.fromEntries(names.map((name) => [name, own[name] ?? swaggerSchema(documented(name))])),
  };
}

/** Path of the v3 document. */
type Operations = Readonly<Record<string, V3Operation | readonly V3Parameter[]>>;
interface V3Parameter {
  readonly name: string;
  readonly in: 'query' | 'path';
  readonly description?: string;
  readonly required?: boolean;
  readonly schema: { readonly type: string; readonly uniqueItems: boolean };
}
interface V3Operation {
  readonly description: string;
  readonly parameters?: readonly V3Parameter[];
  readonly requestBody?: V3Body;
  readonly responses: Readonly<Record<string, V3Body & { readonly description: string }>>;
  readonly 'x-kubernetes-action': string;
  readonly 'x-kubernetes-group-version-kind': SwaggerOperation['x-kubernetes-group-version-kind'];
}
interface V3Body {
  readonly content: Readonly<Record<string, { readonly schema: { readonly $ref: string } }>>;
}

function swaggerPath(operations: Operations): SwaggerPath {
  return mapValues(operations, (one) => (Array.isArray(one) ? one.map(swaggerParameter) : swaggerOperation(one as V3Operation)));
}

function swaggerOperation(operation: V3Operation): SwaggerOperation {
  const body = operation.requestBody;
  return {
    description: operation.description,
    consumes: body === undefined ? ['*/*'] : Object.keys(body.content),
    produces: ['application/json'],
    parameters: [...(body === undefined ? [] : [bodyParameter(body)]), ...(operation.parameters ?? []).map(swaggerParameter)],
    responses: mapValues(operation.responses, (answer) => ({ description: answer.description, schema: schemaOfBody(answer) })),
    'x-kubernetes-action': operation['x-kubernetes-action'],
    'x-kubernetes-group-version-kind': operation['x-kubernetes-group-version-kind'],
  };
}

function bodyParameter(body: V3Body): SwaggerParameter {
  return { name: 'body', in: 'body', required: true, schema: schemaOfBody(body) };
}

function swaggerParameter({ schema, ...parameter }: V3Parameter): SwaggerParameter {
  return { ...parameter, ...schema };
}

function schemaOfBody({ content }: V3Body): SwaggerSchema {
  const $ref = Object.values(content)[0]?.schema.$ref ?? '';
  return { $ref: definitionReference($ref.slice($ref.lastIndexOf('/') + 1)) };
}

function swaggerSchema({ properties, items, additionalProperties, allOf, default: preset, ...plain }: Definition): SwaggerSchema {
  const reference = referenceOf({ ...(allOf && { allOf }) });
  if (reference !== undefined) return { ...plain, $ref: definitionReference(reference) };
  return {
    ...plain,
    // v2 fields have one type: int-or-string becomes string.
    ...(plain.format === 'int-or-string' && { type: 'string' }),
    ...(preset !== undefined && { default: preset }),
    ...(properties && { properties: mapValues(properties, swaggerSchema) }),
    ...(items && { items: swaggerSchema(items) }),
    ...(additionalProperties && { additionalProperties: swaggerSchema(additionalProperties) }),
  };
}

function definitionReference(name: string): string {
  return `#/definitions/${name}`;
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
