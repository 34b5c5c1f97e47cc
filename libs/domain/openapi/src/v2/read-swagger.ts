import type { Swagger, SwaggerOperation, SwaggerParameter, SwaggerPath, SwaggerSchema } from './swagger.ts';

/** Max depth of a schema; deeper parts are dropped. */
const DEPTH_MAX = 100;
const METHODS = ['get', 'put', 'post', 'delete', 'patch'];
const TEXTS = ['$ref', 'type', 'format', 'description', 'title', 'pattern'];
const NUMBERS = [
  ...['multipleOf', 'maximum', 'minimum', 'maxLength', 'minLength', 'maxItems', 'minItems', 'maxProperties', 'minProperties'],
];
const FLAGS = ['exclusiveMaximum', 'exclusiveMinimum', 'uniqueItems'];

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads the OpenAPI v2 document of another server: the paths below `prefix`, and all definitions. Returns undefined for another value. Drops
 * members of a wrong type. Models `FilterSpecByPathsWithoutSideEffects` of k8s.io/kube-openapi.
 */
export function readSwagger(document: unknown, prefix: string): Swagger | undefined {
  const read = fieldsOf(document);
  if (read.swagger !== '2.0') return undefined;
  const { title = '', version = '' } = pick(fieldsOf(read.info), ['title', 'version'], 'string') as { title?: string; version?: string };
  const paths = Object.entries(fieldsOf(read.paths)).filter(([path]) => path.startsWith(prefix));
  return {
    swagger: '2.0',
    info: { title, version },
    paths: Object.fromEntries(paths.map(([path, item]) => [path, readPath(fieldsOf(item))])),
    definitions: mapped(read.definitions, (one) => readSchema(fieldsOf(one), 0)),
  };
}

function readPath(item: Fields): SwaggerPath {
  const operations = METHODS.filter((method) => item[method] !== undefined);
  return {
    ...Object.fromEntries(operations.map((method) => [method, readOperation(fieldsOf(item[method]))])),
    ...(Array.isArray(item.parameters) && { parameters: readParameters(item.parameters) }),
  };
}

function readOperation(operation: Fields): SwaggerOperation {
  return {
    ...extensionsOf(operation),
    description: typeof operation.description === 'string' ? operation.description : '',
    consumes: textsOf(operation.consumes),
    produces: textsOf(operation.produces),
    parameters: readParameters(operation.parameters),
    responses: mapped(operation.responses, (one) => {
      const { description, schema } = fieldsOf(one);
      return { description: typeof description === 'string' ? description : '', schema: readSchema(fieldsOf(schema), 0) };
    }),
  };
}

function readParameters(parameters: unknown): SwaggerParameter[] {
  const all = Array.isArray(parameters) ? parameters.map(fieldsOf) : [];
  return all.flatMap((parameter) => {
    const { name, in: place, required, uniqueItems, schema } = parameter;
    if (typeof name !== 'string' || (place !== 'body' && place !== 'query' && place !== 'path')) return [];
    return {
      ...{ name, in: place, ...pick(parameter, ['description', 'type'], 'string') },
      ...(required === true && { required }),
      ...(uniqueItems === true && { uniqueItems }),
      ...(place === 'body' && { schema: readSchema(fieldsOf(schema), 0) }),
    };
  });
}

function readSchema(schema: Fields, depth: number): SwaggerSchema {
  const { properties, items, additionalProperties, required, enum: words } = schema;
  const own = {
    ...extensionsOf(schema),
    ...{ ...pick(schema, TEXTS, 'string'), ...pick(schema, NUMBERS, 'number'), ...pick(schema, FLAGS, 'boolean') },
    ...(schema.default !== undefined && { default: schema.default }),
    ...(Array.isArray(required) && { required: textsOf(required) }),
    ...(Array.isArray(words) && { enum: words }),
  };
  if (depth >= DEPTH_MAX) return own;
  const below = (one: unknown) => readSchema(fieldsOf(one), depth + 1);
  return {
    ...own,
    ...(properties !== undefined && { properties: mapped(properties, below) }),
    ...(items !== undefined && { items: below(items) }),
    ...(additionalProperties !== undefined && additionalProperties !== false && { additionalProperties: below(additionalProperties) }),
  };
}

function extensionsOf(holder: Fields): object {
  return Object.fromEntries(Object.entries(holder).filter(([name]) => name.startsWith('x-')));
}

function pick(holder: Fields, names: readonly string[], type: string): object {
  return Object.fromEntries(names.filter((name) => typeof holder[name] === type).map((name) => [name, holder[name]]));
}

function mapped<T>(values: unknown, read: (value: unknown) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(fieldsOf(values)).map(([name, value]) => [name, read(value)]));
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
