import { type CustomSchema, customListName } from './custom/custom-definitions.ts';
import { REFERENCE_PREFIX } from './definition.ts';
import { operationText, PATH_TEXTS, QUERY_TEXTS, type Subject } from './operation-texts.ts';

/** Verb of a resource, as discovery lists it. */
export type Verb = 'create' | 'delete' | 'deletecollection' | 'get' | 'list' | 'patch' | 'update' | 'watch';

/** Properties of a resource that determine its OpenAPI paths. */
export interface OpenApiResource {
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** `io.k8s.api.core.v1.Pod` */
  readonly definition: string;
  readonly verbs: readonly Verb[];
  readonly subresources: readonly OpenApiSubresource[];
  /** Version of a custom kind, whose definitions are its own. */
  readonly custom?: CustomSchema;
}

/** Subresource, possibly with a kind of its own: `pods/eviction` has policy/v1 Eviction. */
export interface OpenApiSubresource {
  readonly name: string;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly definition: string;
  readonly verbs: readonly Verb[];
}

type Operation = Record<string, unknown>;
type Kind = { readonly group: string; readonly version: string; readonly kind: string };
/** Kind and schema of a path's operations, and subject of their descriptions. */
type Target = { readonly kind: Kind; readonly definition: string; readonly subject: Subject; readonly custom?: CustomSchema | undefined };

const JSON_TYPE = 'application/json';
const CUSTOM_PATCH_TYPES = ['application/apply-patch+yaml', 'application/json-patch+json', 'application/merge-patch+json'];
const PATCH_TYPES = [...CUSTOM_PATCH_TYPES, 'application/strategic-merge-patch+json'];

/** Verb → method and `x-kubernetes-action`. */
const ITEM_VERBS: readonly (readonly [Verb, string, string])[] = [
  ['get', 'get', 'get'],
  ['update', 'put', 'put'],
  ['create', 'post', 'post'],
  ['patch', 'patch', 'patch'],
  ['delete', 'delete', 'delete'],
];
const OBJECT_VERBS = ITEM_VERBS.filter(([verb]) => verb !== 'create');
const COLLECTION_VERBS: readonly (readonly [Verb, string, string])[] = [
  ['list', 'get', 'list'],
  ['create', 'post', 'post'],
  ['deletecollection', 'delete', 'deletecollection'],
];

/** The paths of a resource: the collection (across namespaces too), the item and each subresource. */
export function resourcePaths(groupVersion: { group: string; version: string }, resource: OpenApiResource): Record<string, Operation> {
  const kind: Kind = { ...groupVersion, kind: resource.kind };
  const base = groupVersion.group === '' ? `/api/${groupVersion.version}` : `/apis/${groupVersion.group}/${groupVersion.version}`;
  const collection = `${base}${resource.namespaced ? '/namespaces/{namespace}' : ''}/${resource.resource}`;
  const item = `${collection}/{name}`;
  const placed = resource.namespaced ? [pathParameter('namespace', resource.kind)] : [];
  const namedParameters = [...placed, pathParameter('name', resource.kind)];
  const { custom } = resource;
  const object: Target = { kind, definition: resource.definition, subject: { kind: resource.kind }, custom };
  const entries: [string, Operation | undefined][] = [
    [`${base}/${resource.resource}`, resource.namespaced ? acrossNamespaces(resource, object) : undefined],
    [collection, operations(COLLECTION_VERBS, resource.verbs, object, placed)],
    [item, operations(OBJECT_VERBS, resource.verbs, object, namedParameters)],
    ...resource.subresources.map((one): [string, Operation | undefined] => {
      const target = { kind: one, definition: one.definition, subject: { kind: resource.kind, subresource: one.name }, custom };
      return [`${item}/${one.name}`, operations(ITEM_VERBS, one.verbs, target, namedParameters)];
    }),
  ];
  return Object.fromEntries(entries.filter(([, operation]) => operation !== undefined)) as Record<string, Operation>;
}

function acrossNamespaces(resource: OpenApiResource, target: Target): Operation | undefined {
  const listing = COLLECTION_VERBS.filter(([verb]) => verb === 'list');
  return operations(listing, resource.verbs, target, []);
}

/** The path item, or undefined when no verb is served there. */
function operations(
  table: readonly (readonly [Verb, string, string])[],
  verbs: readonly Verb[],
  target: Target,
  parameters: readonly unknown[],
): Operation | undefined {
  const servedRows = table.filter(([verb]) => verbs.includes(verb));
  if (servedRows.length === 0) return undefined;
  const methods = servedRows.map(([, method, action]) => [method, operation(action, target)]);
  return { ...Object.fromEntries(methods), ...(parameters.length === 0 ? {} : { parameters }) };
}

function operation(action: string, target: Target): Operation {
  const { group, version, kind } = target.kind;
  const parameters = parametersOf(action);
  return {
    description: operationText(action, target.subject),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...bodyOf(action, target),
    responses: { 200: { description: 'OK', content: { [JSON_TYPE]: { schema: reference(answerOf(action, target)) } } } },
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': { group, version, kind },
  };
}

function parametersOf(action: string): unknown[] {
  const write = ['dryRun', 'fieldManager', 'fieldValidation'].map((name) => queryParameter(name, 'string'));
  if (action === 'post' || action === 'put') return write;
  if (action === 'patch') return [...write, queryParameter('force', 'boolean')];
  if (action === 'delete' || action === 'deletecollection')
    return [
      queryParameter('dryRun', 'string'),
      queryParameter('gracePeriodSeconds', 'integer'),
      queryParameter('propagationPolicy', 'string'),
    ];
  if (action !== 'list') return [];
  return [
    ...['continue', 'fieldSelector', 'labelSelector', 'resourceVersion', 'resourceVersionMatch'].map((name) =>
      queryParameter(name, 'string'),
    ),
    ...['limit', 'timeoutSeconds'].map((name) => queryParameter(name, 'integer')),
    ...['allowWatchBookmarks', 'sendInitialEvents', 'watch'].map((name) => queryParameter(name, 'boolean')),
  ];
}

function bodyOf(action: string, { definition, custom }: Target): Operation {
  if (action === 'post' || action === 'put')
    return { requestBody: { content: { '*/*': { schema: reference(definition) } }, required: true } };
  if (action === 'delete' || action === 'deletecollection')
    return { requestBody: { content: { '*/*': { schema: reference('io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions') } } } };
  if (action !== 'patch') return {};
  const schema = reference('io.k8s.apimachinery.pkg.apis.meta.v1.Patch');
  return {
    requestBody: {
      content: Object.fromEntries((custom ? CUSTOM_PATCH_TYPES : PATCH_TYPES).map((type) => [type, { schema }])),
      required: true,
    },
  };
}

function answerOf(action: string, { definition, custom }: Target): string {
  if (action === 'list') return custom ? customListName(custom) : `${definition}List`;
  return action === 'delete' || action === 'deletecollection' ? 'io.k8s.apimachinery.pkg.apis.meta.v1.Status' : definition;
}

function reference(definition: string): { $ref: string } {
  return { $ref: `${REFERENCE_PREFIX}${definition}` };
}

function queryParameter(name: string, type: string): unknown {
  return { name, in: 'query', description: QUERY_TEXTS[name], schema: { type, uniqueItems: true } };
}

function pathParameter(name: keyof typeof PATH_TEXTS, kind: string): unknown {
  return { name, in: 'path', description: PATH_TEXTS[name](kind), required: true, schema: { type: 'string', uniqueItems: true } };
}
