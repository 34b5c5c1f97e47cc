import { createLab } from '@klockwork/controller-runtime/testing';
import type { LogEvent } from '@klockwork/event-store';
import { ApiError } from '@klockwork/kernel';
import { type ConfigMap, type KubeObject, resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { startControllerManager } from '../start-controller-manager.ts';

const cause = { trigger: 'request', name: 'test' } as const;
const published = { namespace: 'default', name: 'kube-root-ca.crt' };
const source = { namespace: 'kube-system', name: 'extension-apiserver-authentication' };

/** Cluster with namespace `default` and metadata-only watches of ConfigMaps. */
async function lab() {
  const { context, api, advance } = createLab();
  api.channel = ({ object, ...event }, deliver) =>
    deliver((event.key.resource === 'configmaps' ? { ...event, metadata: object?.metadata } : { ...event, object }) as LogEvent);
  await startControllerManager(context);
  await api.create<KubeObject>(resources.configMaps, { metadata: source, data: { 'client-ca-file': 'PEM' } } as ConfigMap, { cause });
  await api.create<KubeObject>(resources.namespaces, { metadata: { name: 'default' } }, { cause });
  await advance(0);
  const change = (name: typeof source, data: Record<string, string>) =>
    api.patch<KubeObject>(resources.configMaps, name, { type: 'merge', body: { data } }, { cause });
  const data = () => (api.log.find(resources.configMaps, published.namespace, published.name) as ConfigMap | undefined)?.data;
  return { api, advance, change, data };
}

test('the authority is published in a namespace, and put right where it was changed or deleted', async () => {
  const { api, advance, change, data } = await lab();
  expect(data()).toEqual({ 'ca.crt': 'PEM' });
  await change(published, { 'ca.crt': 'forged', more: 'x' });
  expect(data()).toEqual({ 'ca.crt': 'forged', more: 'x' });
  await advance(0);
  expect(data()).toEqual({ 'ca.crt': 'PEM' });
  await api.delete(resources.configMaps, published, {}, { cause });
  expect(data()).toBeUndefined();
  await advance(0);
  expect(data()).toEqual({ 'ca.crt': 'PEM' });
});

test('a new CA replaces the published one', async () => {
  const { advance, change, data } = await lab();
  await change(source, { 'client-ca-file': 'OTHER' });
  await advance(0);
  expect(data()).toEqual({ 'ca.crt': 'OTHER' });
});

test('a failed read is retried and corrected later', async () => {
  const { api, advance, change, data } = await lab();
  let refusals = 2;
  api.refuse = (verb) => {
    if (verb === 'get' && refusals-- > 0) throw new ApiError({ code: 503, reason: 'ServiceUnavailable', message: 'away' });
  };
  await change(published, { 'ca.crt': 'forged' });
  await advance(0);
  expect(data()).toEqual({ 'ca.crt': 'forged' });
  await advance(1_000);
  expect(data()).toEqual({ 'ca.crt': 'PEM' });
});

test('other ConfigMaps are never read', async () => {
  const { api, advance } = await lab();
  const read: unknown[] = [];
  api.refuse = (verb, resource, name) => {
    if (verb === 'get' || verb === 'log') read.push([resource.resource, name]);
  };
  await api.create<KubeObject>(resources.configMaps, { metadata: { namespace: 'default', name: 'other' } }, { cause });
  await advance(0);
  expect(read).toEqual([]);
});
