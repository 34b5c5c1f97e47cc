import { BOOL, type CelType, DYN, INT, listOf, mapOf, STRING, struct, TIMESTAMP } from '../types/type.ts';

type Fields = ReadonlyMap<string, CelType>;

const fields = (entries: Readonly<Record<string, CelType>>): Fields => new Map(Object.entries(entries));

const STRINGS = listOf(STRING);
const KIND = struct('kubernetes.GroupVersionKind');
const RESOURCE = struct('kubernetes.GroupVersionResource');
const USER = struct('kubernetes.UserInfo');
const META = struct('kubernetes.NamespaceMetadata');
const CONDITION = struct('kubernetes.NamespaceCondition');

/** Type of `request`. */
export const REQUEST_TYPE = struct('kubernetes.AdmissionRequest');
/** Type of `namespaceObject`. */
export const NAMESPACE_TYPE = struct('kubernetes.Namespace');
/** Type of `variables`. */
export const VARIABLES_TYPE = struct('kubernetes.variables');

/** Fields of the types of admission. Models `BuildRequestType` and `BuildNamespaceType` of `k8s.io/apiserver/pkg/admission/plugin/cel`. */
export const ADMISSION_STRUCTS: ReadonlyMap<string, Fields> = new Map([
  [KIND.name, fields({ group: STRING, version: STRING, kind: STRING })],
  [RESOURCE.name, fields({ group: STRING, version: STRING, resource: STRING })],
  [USER.name, fields({ username: STRING, uid: STRING, groups: STRINGS, extra: mapOf(STRING, STRINGS) })],
  [
    REQUEST_TYPE.name,
    fields({
      kind: KIND,
      resource: RESOURCE,
      subResource: STRING,
      requestKind: KIND,
      requestResource: RESOURCE,
      requestSubResource: STRING,
      name: STRING,
      namespace: STRING,
      operation: STRING,
      userInfo: USER,
      dryRun: BOOL,
      options: DYN,
    }),
  ],
  [CONDITION.name, fields({ status: STRING, type: STRING, lastTransitionTime: TIMESTAMP, message: STRING, reason: STRING })],
  ['kubernetes.NamespaceSpec', fields({ finalizers: STRINGS })],
  ['kubernetes.NamespaceStatus', fields({ conditions: listOf(CONDITION), phase: STRING })],
  [
    META.name,
    fields({
      name: STRING,
      generateName: STRING,
      namespace: STRING,
      labels: mapOf(STRING, STRING),
      annotations: mapOf(STRING, STRING),
      UID: STRING,
      creationTimestamp: TIMESTAMP,
      deletionGracePeriodSeconds: INT,
      deletionTimestamp: TIMESTAMP,
      generation: INT,
      resourceVersion: STRING,
      finalizers: STRINGS,
    }),
  ],
  [NAMESPACE_TYPE.name, fields({ metadata: META, spec: struct('kubernetes.NamespaceSpec'), status: struct('kubernetes.NamespaceStatus') })],
]);
