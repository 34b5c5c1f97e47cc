import { type definition as anyDefinition, establish } from '../../custom-resources/testing/definitions.ts';
import { inMemoryApiServer } from '../../testing/in-memory-api-server.ts';
import { ScriptedWebhooks } from '../../testing/scripted-webhooks.ts';

/** Path of objects in the stored version. */
export const V1 = '/apis/example.com/v1/namespaces/default/tests';
/** Path of objects in another version. */
export const V2 = '/apis/example.com/v2/namespaces/default/tests';
const SCHEMAS = {
  v1: { hostPort: { type: 'string' }, tag: { type: 'string', default: 'old' } },
  v2: { host: { type: 'string' }, port: { type: 'string', pattern: '^[0-9]+$' } },
};

const STATUS = { type: 'object', properties: { ready: { type: 'string' } } };
const SPEC = { type: 'object', properties: { replicas: { type: 'integer' } } };

/** Returns a version of the definition. */
export const version = (name: 'v1' | 'v2', storage: boolean) => ({
  name,
  served: true,
  storage,
  schema: { openAPIV3Schema: { type: 'object', properties: { ...SCHEMAS[name], spec: SPEC, status: STATUS } } },
  subresources: { status: {}, scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' } },
  selectableFields: [{ jsonPath: name === 'v1' ? '.hostPort' : '.host' }],
  additionalPrinterColumns: [{ name: 'Address', type: 'string', jsonPath: name === 'v1' ? '.hostPort' : '.host' }],
});

const definition = (versions: readonly object[], reviews: readonly string[] = ['v1']) =>
  ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'tests.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'tests', kind: 'Test' },
      versions,
      conversion: {
        strategy: 'Webhook',
        webhook: { clientConfig: { url: 'https://127.0.0.1:9443/convert' }, conversionReviewVersions: reviews },
      },
    },
  }) as unknown as ReturnType<typeof anyDefinition>;

/** Object in any version. */
export interface HostAtVersion {
  readonly apiVersion: string;
  readonly hostPort?: string;
  readonly host?: string;
  readonly port?: string;
}

/** Splits and joins the address. */
export function convert({ apiVersion: _, hostPort, host, port, ...rest }: HostAtVersion, apiVersion: string): object {
  if (apiVersion === 'example.com/v1') return { ...rest, apiVersion, ...(host !== undefined && { hostPort: `${host}:${port ?? ''}` }) };
  const [first, second] = hostPort?.split(':') ?? [];
  return { ...rest, apiVersion, ...(hostPort !== undefined && { host: first, port: second }) };
}

/** Starts a server with a definition whose versions a scripted webhook converts. */
export async function aServer(reviews?: readonly string[]) {
  const https = new ScriptedWebhooks();
  https.on('/convert', ({ objects, desiredAPIVersion }) => ({
    convertedObjects: objects.map((object: HostAtVersion) => convert(object, desiredAPIVersion)),
    result: { status: 'Success' },
  }));
  const server = await inMemoryApiServer({ https });
  await establish(server, definition([version('v1', true), version('v2', false)], reviews));
  return { https, ...server };
}

/** Returns an object in the stored version. */
export const inV1 = (name: string, hostPort: string, labels: object = {}) => ({
  apiVersion: 'example.com/v1',
  kind: 'Test',
  metadata: { name, labels },
  hostPort,
});
/** Returns an object in another version. */
export const inV2 = (name: string, host: string, port: string) => ({
  apiVersion: 'example.com/v2',
  kind: 'Test',
  metadata: { name },
  host,
  port,
});
