import type { Definition } from '../definition.ts';
import { listOf, objectWithSpec, string, struct, structField } from './fields.ts';

const PREFIX = 'dev.klockwork.v1alpha1';

export const connectionDefinitions: Readonly<Record<string, Definition>> = {
  [`${PREFIX}.Connection`]: objectWithSpec({
    kind: 'Connection',
    description: 'Connection leads the Service of the same name and namespace to a program on the machine of the lab.',
    spec: structField('Where the Service leads.', `${PREFIX}.ConnectionSpec`),
  }),
  [`${PREFIX}.ConnectionList`]: listOf('Connection', `${PREFIX}.Connection`),
  [`${PREFIX}.ConnectionSpec`]: struct(
    'ConnectionSpec says where a Service leads.',
    {
      to: string('A loopback address and a port: 127.0.0.1:9443, localhost:9443, [::1]:9443.'),
      port: structField(
        'The number or the name of a port of the Service. All its ports when not given.',
        'io.k8s.apimachinery.pkg.util.intstr.IntOrString',
      ),
    },
    ['to'],
  ),
};
