import { MessageWriter } from './message-writer.ts';
import type { Swagger, SwaggerOperation, SwaggerParameter, SwaggerPath, SwaggerSchema } from './swagger.ts';

/** Encodes a document as protobuf for kubectl. Field numbers follow gnostic's `openapi.v2.Document`. */
export function encodeSwagger({ swagger, info, paths, definitions }: Swagger): Uint8Array {
  return new MessageWriter()
    .text(1, swagger)
    .message(2, new MessageWriter().text(1, info.title).text(2, info.version))
    .message(8, named(2, paths, encodePath))
    .message(9, named(1, definitions, encodeSchema))
    .bytes();
}

/** A map: repeated pairs of a name and a value. */
function named<T>(field: number, values: Readonly<Record<string, T>>, encode: (value: T) => MessageWriter): MessageWriter {
  const map = new MessageWriter();
  for (const [name, value] of Object.entries(values)) map.message(field, new MessageWriter().text(1, name).message(2, encode(value)));
  return map;
}

const METHODS: readonly (readonly [string, number])[] = [
  ['get', 2],
  ['put', 3],
  ['post', 4],
  ['delete', 5],
  ['patch', 8],
];

function encodePath(path: SwaggerPath): MessageWriter {
  const item = new MessageWriter();
  for (const [method, field] of METHODS) {
    const operation = path[method];
    if (operation !== undefined) item.message(field, encodeOperation(operation as SwaggerOperation));
  }
  for (const parameter of (path.parameters ?? []) as readonly SwaggerParameter[]) item.message(9, parameterItem(parameter));
  return item;
}

function encodeOperation(operation: SwaggerOperation): MessageWriter {
  const message = new MessageWriter().text(3, operation.description).texts(6, operation.produces).texts(7, operation.consumes);
  for (const parameter of operation.parameters) message.message(8, parameterItem(parameter));
  return extensions(message.message(9, named(1, operation.responses, encodeResponse)), 13, operation);
}

function encodeResponse({ description, schema }: SwaggerOperation['responses'][string]): MessageWriter {
  const item = new MessageWriter().message(1, encodeSchema(schema));
  return new MessageWriter().message(1, new MessageWriter().text(1, description).message(2, item));
}

/** Encodes a ParametersItem with its Parameter: a body parameter, or one level deeper a query or path parameter. */
function parameterItem(parameter: SwaggerParameter): MessageWriter {
  const { in: place, name, required, description } = parameter;
  if (place === 'body') {
    const body = new MessageWriter()
      .text(2, name)
      .text(3, place)
      .flag(4, required)
      .message(5, encodeSchema(parameter.schema ?? {}));
    return new MessageWriter().message(1, new MessageWriter().message(1, body));
  }
  const simple = new MessageWriter().flag(1, required).text(2, place).text(3, description).text(4, name);
  // Path parameters lack `allowEmptyValue`, so numbers of later fields are one less.
  const typedWriter = simple.text(place === 'query' ? 6 : 5, parameter.type);
  const wrappedWriter = new MessageWriter().message(place === 'query' ? 3 : 4, typedWriter);
  return new MessageWriter().message(1, new MessageWriter().message(2, wrappedWriter));
}

function encodeSchema(schema: SwaggerSchema): MessageWriter {
  const message = new MessageWriter().text(1, schema.$ref).text(2, schema.format).text(4, schema.description);
  if (schema.default !== undefined) message.message(5, any(schema.default));
  encodeLimits(message, schema);
  message.texts(19, schema.required);
  for (const word of schema.enum ?? []) message.message(20, any(word));
  message.message(21, encodeAdditional(schema.additionalProperties));
  if (schema.type !== undefined) message.message(22, new MessageWriter().text(1, schema.type));
  if (schema.items) message.message(23, new MessageWriter().message(1, encodeSchema(schema.items)));
  if (schema.properties) message.message(25, named(1, schema.properties, encodeSchema));
  return extensions(message, 31, schema);
}

/** Value limits, which only custom kinds state. */
interface Limits {
  readonly title?: string;
  readonly pattern?: string;
  readonly [limit: string]: unknown;
}

const DOUBLES = [
  ['multipleOf', 6],
  ['maximum', 7],
  ['minimum', 9],
] as const;
const FLAGS = [
  ['exclusiveMaximum', 8],
  ['exclusiveMinimum', 10],
  ['uniqueItems', 16],
] as const;
const COUNTS = [
  ['maxLength', 11],
  ['minLength', 12],
  ['maxItems', 14],
  ['minItems', 15],
  ['maxProperties', 17],
  ['minProperties', 18],
] as const;

function encodeLimits(message: MessageWriter, schema: object): void {
  const limits = schema as Limits;
  message.text(3, limits.title).text(13, limits.pattern);
  for (const [name, field] of DOUBLES) message.double(field, limits[name] as number | undefined);
  for (const [name, field] of FLAGS) message.flag(field, limits[name] as boolean | undefined);
  for (const [name, field] of COUNTS) message.count(field, limits[name] as number | undefined);
}

function encodeAdditional(additional: SwaggerSchema | boolean | undefined): MessageWriter | undefined {
  if (additional === undefined || additional === false) return undefined;
  return additional === true ? new MessageWriter().flag(2, true) : new MessageWriter().message(1, encodeSchema(additional));
}

/** Writes the `x-` members with YAML values. */
function extensions(message: MessageWriter, field: number, holder: object): MessageWriter {
  for (const [name, value] of Object.entries(holder)) {
    if (name.startsWith('x-')) message.message(field, new MessageWriter().text(1, name).message(2, any(value)));
  }
  return message;
}

/** Encodes a value as YAML, a superset of JSON. */
function any(value: unknown): MessageWriter {
  return new MessageWriter().text(2, JSON.stringify(value));
}
