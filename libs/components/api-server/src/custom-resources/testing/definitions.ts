import { type CustomResourceDefinition, resources } from '@klockwork/resources';
import { expect } from 'vitest';
import type { InMemoryApiServer } from '../../testing/index.ts';

/** Path of definitions. */
export const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
/** Path of the example objects. */
export const CRON_TABS = '/apis/stable.example.com/v1/namespaces/default/crontabs';

/** Returns a version of a definition; by default stored, with any fields. */
export const version = (name: string, fields: object = {}) => ({
  name,
  served: true,
  storage: true,
  schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
  ...fields,
});

/** Returns the example definition. */
export const definition = (spec: object = {}) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'crontabs.stable.example.com' },
  spec: {
    group: 'stable.example.com',
    names: { plural: 'crontabs', kind: 'CronTab', shortNames: ['ct'] },
    scope: 'Namespaced',
    versions: [version('v1', { subresources: { status: {} } })],
    ...spec,
  },
});

/** Returns an example object. */
export const cronTab = (name = 'mine', fields: object = {}) => ({
  apiVersion: 'stable.example.com/v1',
  kind: 'CronTab',
  metadata: { name },
  spec: { cronSpec: '* * * * */5', image: 'my-image', replicas: null },
  ...fields,
});

/** Creates a definition, and resolves when it is established or refused. */
export async function establish(server: InMemoryApiServer, body: ReturnType<typeof definition> = definition()): Promise<void> {
  expect((await server.client.post(DEFINITIONS, body)).status).toBe(201);
  await until(server, () => conditionOf(server, body.metadata.name, 'Established') !== undefined && isFinal(server, body.metadata.name));
}

/** Resolves at the first event after which `holds` returns true. */
export async function until({ journal }: Pick<InMemoryApiServer, 'journal'>, holds: () => boolean): Promise<void> {
  if (holds()) return;
  await new Promise<void>((resolve) => {
    const stop = journal.onCommitted(() => {
      if (!holds()) return;
      stop();
      resolve();
    });
  });
}

/** Returns the durable definition. */
export function storedDefinition({ journal }: InMemoryApiServer, name: string): CustomResourceDefinition | undefined {
  const { group, resource } = resources.customResourceDefinitions;
  return journal.state.get({ group, resource, namespace: '', name })?.object as CustomResourceDefinition | undefined;
}

/** Returns a condition of a durable definition. */
export function conditionOf(server: InMemoryApiServer, name: string, type: string) {
  return storedDefinition(server, name)?.status?.conditions?.find((condition) => condition.type === type);
}

/** True for a definition that is established, or has a conflict. */
function isFinal(server: InMemoryApiServer, name: string): boolean {
  return conditionOf(server, name, 'Established')?.reason !== 'Installing';
}
