import { type Definition, REFERENCE_PREFIX } from '../definition.ts';

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';
const GROUP = 'klockwork.dev';
const VERSION = 'v1alpha1';

/** A text. */
export function string(description: string): Definition {
  return { description, type: 'string' };
}

/** True or false. */
export function boolean(description: string): Definition {
  return { description, type: 'boolean' };
}

/** A number with a fraction. */
export function number(description: string): Definition {
  return { description, type: 'number', format: 'double' };
}

/** A whole number. */
export function integer(description: string): Definition {
  return { description, type: 'integer', format: 'int64' };
}

/** A list that is replaced as a whole. */
export function array(description: string, items: Definition): Definition {
  return { description, type: 'array', items, 'x-kubernetes-list-type': 'atomic' };
}

/** A map with free keys. */
export function map(description: string, additionalProperties: Definition): Definition {
  return { description, type: 'object', additionalProperties };
}

/** A field that holds a struct which is defined by itself. */
export function structField(description: string, definition: string): Definition {
  return { description, allOf: [{ $ref: `${REFERENCE_PREFIX}${definition}` }] };
}

/** A struct with its fields, in the order of their names. */
export function struct(description: string, fields: Readonly<Record<string, Definition>>, required: readonly string[] = []): Definition {
  const properties = Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { description, type: 'object', properties, ...(required.length > 0 && { required }) };
}

/** A kind of the project's own group. */
export function objectOf(kind: { kind: string; description: string; spec: Definition; status: Definition }): Definition {
  const { properties, ...rest } = objectWithSpec(kind);
  return { ...rest, properties: { ...properties, status: kind.status } };
}

/** A kind of the project's own group without a status. */
export function objectWithSpec(kind: { kind: string; description: string; spec: Definition }): Definition {
  const metadata = structField("The object's name, labels and annotations.", `${META}.ObjectMeta`);
  return { ...struct(kind.description, { ...typeFields, metadata, spec: kind.spec }), ...servedAs(kind.kind) };
}

/** The list of a kind of the project's own group. */
export function listOf(kind: string, item: string): Definition {
  const metadata = structField('The revision the list was read at.', `${META}.ListMeta`);
  const items: Definition = { description: 'The objects.', type: 'array', items: { allOf: [{ $ref: `${REFERENCE_PREFIX}${item}` }] } };
  return {
    ...struct(`${kind}List is a list of objects of kind ${kind}.`, { ...typeFields, metadata, items }, ['items']),
    ...servedAs(`${kind}List`),
  };
}

const typeFields = {
  apiVersion: string(`The group and version of the object: ${GROUP}/${VERSION}.`),
  kind: string('The kind of the object.'),
};

function servedAs(kind: string): Definition {
  return { 'x-kubernetes-group-version-kind': [{ group: GROUP, version: VERSION, kind }] };
}
