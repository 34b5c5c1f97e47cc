import type { Definition } from '../definition.ts';
import { boolean, string, struct, structField } from '../klockwork/fields.ts';

const PREFIX = 'io.k8s.kube-aggregator.pkg.apis.apiregistration.v1';
const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';

const TYPE_FIELDS = {
  apiVersion: string('The group and version of the object: apiregistration.k8s.io/v1.'),
  kind: string('The kind of the object.'),
};

/** Definitions of `apiregistration.k8s.io` by name, which no package of types has. */
export const apiServiceDefinitions: Readonly<Record<string, Definition>> = {
  [`${PREFIX}.APIService`]: {
    ...struct('APIService represents a server for a particular GroupVersion. Its name is version.group.', {
      ...TYPE_FIELDS,
      metadata: structField("Standard object's metadata.", `${META}.ObjectMeta`),
      spec: structField('Where the server is, and how it is reached.', `${PREFIX}.APIServiceSpec`),
      status: structField('What is known about the server.', `${PREFIX}.APIServiceStatus`),
    }),
    ...servedAs('APIService'),
  },
  [`${PREFIX}.APIServiceList`]: {
    ...struct(
      'APIServiceList is a list of APIService objects.',
      {
        ...TYPE_FIELDS,
        metadata: structField('Standard list metadata.', `${META}.ListMeta`),
        items: { description: 'The APIServices.', type: 'array', items: structField('', `${PREFIX}.APIService`) },
      },
      ['items'],
    ),
    ...servedAs('APIServiceList'),
  },
  [`${PREFIX}.APIServiceSpec`]: struct(
    'APIServiceSpec tells where a server is, and how it is reached.',
    {
      group: string('The API group of the server.'),
      version: string('The API version of the server: v1.'),
      service: structField('The Service of the server, which is asked over TLS. A local API has none.', `${PREFIX}.ServiceReference`),
      caBundle: {
        ...string("Authorities in PEM that validate the server's certificate. The roots of the host when not given."),
        format: 'byte',
        'x-kubernetes-list-type': 'atomic',
      },
      insecureSkipTLSVerify: boolean("Skips the validation of the server's certificate."),
      groupPriorityMinimum: int32('The least priority of the group; a higher one is preferred.'),
      versionPriority: int32('The place of this version in its group; a higher one is preferred.'),
    },
    ['groupPriorityMinimum', 'versionPriority'],
  ),
  [`${PREFIX}.ServiceReference`]: struct('ServiceReference names a Service.', {
    namespace: string('The namespace of the Service.'),
    name: string('The name of the Service.'),
    port: int32('The port of the Service. 443 when not given.'),
  }),
  [`${PREFIX}.APIServiceStatus`]: struct('APIServiceStatus tells about a server.', {
    conditions: {
      description: 'The conditions of the server.',
      type: 'array',
      items: structField('', `${PREFIX}.APIServiceCondition`),
      'x-kubernetes-list-map-keys': ['type'],
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-patch-merge-key': 'type',
      'x-kubernetes-patch-strategy': 'merge',
    },
  }),
  [`${PREFIX}.APIServiceCondition`]: struct(
    'APIServiceCondition is one condition of a server.',
    {
      type: string('The type of the condition: Available.'),
      status: string('True, False or Unknown.'),
      lastTransitionTime: structField('When the status changed last.', `${META}.Time`),
      reason: string('A CamelCase word for the reason of the last change.'),
      message: string('Details about the last change.'),
    },
    ['type', 'status'],
  ),
};

function int32(description: string): Definition {
  return { description, type: 'integer', format: 'int32' };
}

function servedAs(kind: string): Definition {
  return { 'x-kubernetes-group-version-kind': [{ group: 'apiregistration.k8s.io', version: 'v1', kind }] };
}
