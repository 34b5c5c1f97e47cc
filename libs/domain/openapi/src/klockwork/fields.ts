import { type Definition, REFERENCE_PREFIX } from '../definition.ts';

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';
const GROUP = 'klockwork.dev';
const VERSION = 'v1alpha1';

/** Returns a string schema. */
export function string(description: string): Definition {
  return { description, type: 'string' };
}

/** True or false. */
export function boolean(description: string): Definition {
  return { description, type: 'boolean' };
}

/** Returns a schema of a floating-point number. */
export function number(description: string): Definition {
  return { description, type: 'number', format: 'double' };
}

/** A whole number. */
export function integer(description: string): Definition {
  return { description, type: 'integer', format: 'int64' };
}

/** Returns the schema of an atomic list: writes replace the whole list. */
export function array(description: string, items: Definition): Definition {
  return { description, type: 'array', items, 'x-kubernetes-list-type': 'atomic' };
}

/** A map with free keys. */
export function map(description: string, additionalProperties: Definition): Definition {
  return { description, type: 'object', additionalProperties };
}

/** Returns a field that refers to another definition. */
export function structField(description: string, definition: string): Definition {
  return { description, allOf: [{ $ref: `${REFERENCE_PREFIX}${definition}` }] };
}

/** Returns a struct with fields sorted by name. */
export function struct(description: string, fields: Readonly<Record<string, Definition>>, required: readonly string[] = []): Definition {
  const properties = Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { description, type: 'object', properties, ...(required.length > 0 && { required }) };
}

/** Returns a kind of the group `klockwork.dev` with spec and status. */
export function objectOf(kind: { kind: string; description: string; spec: Definition; status: Definition }): Definition {
  const { properties, ...rest } = objectWithSpec(kind);
  return { ...rest, properties: { ...properties, status: kind.status } };
}

/** Returns a kind of the group `klockwork.dev` without status. */
export function objectWithSpec(kind: { kind: string; description: string; spec: Definition }): Definition {
  const metadata = structField("The object's name, labels and annotations.", `${META}.ObjectMeta`);
  return { ...struct(kind.description, { ...typeFields, metadata, spec: kind.spec }), ...servedAs(kind.kind) };
}

/** Returns the list type of a kind of the group `klockwork.dev`. */
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
