import { GROUP, VERSION, WARDLE_KINDS, type WardleKind } from './wardle-kinds.ts';

const GROUP_VERSION = `${GROUP}/${VERSION}`;
const PREFIX = 'com.example.wardle.v1alpha1';
const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

const STRING = { type: 'string' };
const OBJECT_META = { type: 'object', description: "Standard object's metadata." };

/** Schemas of the kinds' own fields. */
const FIELDS: Readonly<Record<string, object>> = {
  Fischer: {
    disallowedFlunders: {
      type: 'array',
      description: 'Names that no Flunder may have.',
      items: { ...STRING, default: '' },
      'x-kubernetes-list-type': 'atomic',
    },
  },
  Flunder: {
    spec: {
      type: 'object',
      description: 'The reference of the Flunder.',
      properties: {
        reference: { ...STRING, description: 'The name of a Flunder or a Fischer.' },
        referenceType: { ...STRING, description: 'The kind of the referenced object: Flunder or Fischer.' },
      },
    },
    status: { type: 'object', description: 'The state of the Flunder.' },
  },
};

const VERSIONS = [{ groupVersion: GROUP_VERSION, version: VERSION }];
const API_GROUP = { name: GROUP, versions: VERSIONS, preferredVersion: VERSIONS[0] };

/** Documents of the server by path: discovery and OpenAPI. */
export const WARDLE_DOCUMENTS: Readonly<Record<string, object>> = {
  '/apis': { kind: 'APIGroupList', apiVersion: 'v1', groups: [API_GROUP] },
  [`/apis/${GROUP}`]: { kind: 'APIGroup', apiVersion: 'v1', ...API_GROUP },
  [`/apis/${GROUP_VERSION}`]: {
    ...{ kind: 'APIResourceList', apiVersion: 'v1', groupVersion: GROUP_VERSION },
    resources: WARDLE_KINDS.map(({ resource, singular, isNamespaced, kind }) => ({
      ...{ name: resource, singularName: singular, namespaced: isNamespaced, kind, verbs: VERBS },
    })),
  },
  '/openapi/v2': {
    swagger: '2.0',
    info: { title: 'wardle-server', version: '0.1' },
    paths: pathsWith((name) => ({ schema: { $ref: `#/definitions/${name}` } })),
    definitions: schemas('#/definitions/'),
  },
  '/openapi/v3': { paths: { [`apis/${GROUP_VERSION}`]: { serverRelativeURL: `/openapi/v3/apis/${GROUP_VERSION}` } } },
  [`/openapi/v3/apis/${GROUP_VERSION}`]: {
    openapi: '3.0.0',
    info: { title: 'wardle-server', version: '0.1' },
    paths: pathsWith((name) => ({ content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } } })),
    components: { schemas: schemas('#/components/schemas/') },
  },
};

function schemas(reference: string): Readonly<Record<string, object>> {
  return Object.fromEntries(
    WARDLE_KINDS.flatMap(({ kind }) => [
      [`${PREFIX}.${kind}`, typeOf(kind, FIELDS[kind] ?? {})],
      [`${PREFIX}.${kind}List`, typeOf(`${kind}List`, { items: { type: 'array', items: { $ref: `${reference}${PREFIX}.${kind}` } } })],
    ]),
  );
}

function typeOf(kind: string, fields: object): object {
  return {
    type: 'object',
    properties: { apiVersion: STRING, kind: STRING, metadata: OBJECT_META, ...fields },
    'x-kubernetes-group-version-kind': [{ group: GROUP, version: VERSION, kind }],
  };
}

/** Returns the paths; `answer` refers to a schema. */
function pathsWith(answer: (name: string) => object): Readonly<Record<string, object>> {
  return Object.fromEntries(WARDLE_KINDS.flatMap((kind) => pathsOf(kind, answer)));
}

function pathsOf({ kind, resource, isNamespaced }: WardleKind, answer: (name: string) => object): (readonly [string, object])[] {
  const base = `/apis/${GROUP_VERSION}${isNamespaced ? '/namespaces/{namespace}' : ''}/${resource}`;
  const operation = (action: string, name: string) => ({
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': { group: GROUP, version: VERSION, kind },
    responses: { 200: { description: 'OK', ...answer(`${PREFIX}.${name}`) } },
  });
  return [
    [base, { get: operation('list', `${kind}List`), post: operation('post', kind) }],
    [`${base}/{name}`, { get: operation('get', kind), put: operation('put', kind), patch: operation('patch', kind) }],
  ];
}
