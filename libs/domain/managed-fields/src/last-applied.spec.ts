import { expect, test } from 'vitest';
import { aConfigMap, configMaps, type OwnedStore } from './testing/owned-store.ts';

const ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration';

function annotated(data: Record<string, string>, last: object): Record<string, unknown> {
  return aConfigMap(data, { annotations: { [ANNOTATION]: JSON.stringify(last) } }) as Record<string, unknown>;
}

/** As it is after `kubectl apply` without --server-side. */
function clientSideApplied(last: object = aConfigMap({ x: '1', y: '1' })): OwnedStore {
  const store = configMaps();
  store.update('kubectl-client-side-apply', annotated({ x: '1', y: '1' }, last));
  return store;
}

function annotationOf(store: OwnedStore): string | undefined {
  return store.live?.metadata?.annotations?.[ANNOTATION];
}

test('kubectl goes on server-side where it left off, and keeps the annotation up to date', () => {
  const store = clientSideApplied();
  expect(store.apply('kubectl', aConfigMap({ x: '2', y: '1' }))).toMatchObject({ type: 'applied' });
  expect(store.object).toMatchObject({ data: { x: '2', y: '1' } });
  expect(annotationOf(store)).toBe(
    '{"apiVersion":"v1","data":{"x":"2","y":"1"},"kind":"ConfigMap","metadata":{"name":"settings","namespace":"default"}}\n',
  );
  expect(store.fieldsOf('kubectl')).toEqual({ 'f:data': { 'f:x': {}, 'f:y': {} } });
});

test('another manager is in conflict with what was applied client-side', () => {
  const store = clientSideApplied();
  expect(store.apply('ci', aConfigMap({ x: '2' }))).toMatchObject({ type: 'conflict' });
  store.apply('ci', aConfigMap({ x: '2' }), { force: true });
  expect(annotationOf(store)).toBe(JSON.stringify(aConfigMap({ x: '1', y: '1' })));
});

test('only what the annotation has as it still is is kubectl’s for the taking', () => {
  const store = clientSideApplied(aConfigMap({ x: '1', y: 'changed since' }));
  expect(store.apply('kubectl', aConfigMap({ x: '2', y: '2' }))).toMatchObject({ conflicts: [{ field: '.data.y' }] });
});

test.each([
  ['of another version', { ...aConfigMap({ x: '1' }), apiVersion: 'v2' }],
  ['that does not fit', { ...aConfigMap({ x: '1' }), spec: 1 }],
  ['that is no object', 7],
])('an annotation %s gives kubectl nothing', (_, last) => {
  const store = clientSideApplied(last as object);
  expect(store.apply('kubectl', aConfigMap({ x: '2' }))).toMatchObject({ conflicts: [{ field: '.data.x' }] });
});

test('an annotation that is no JSON gives kubectl nothing', () => {
  const store = configMaps();
  store.update('a', aConfigMap({ x: '1' }, { annotations: { [ANNOTATION]: '{' } }));
  expect(store.apply('kubectl', aConfigMap({ x: '2' }))).toMatchObject({ conflicts: [{ field: '.data.x' }] });
});

test('an annotation that would be too large goes', () => {
  const store = clientSideApplied();
  store.apply('kubectl', aConfigMap({ x: 'x'.repeat(256 * 1024), y: '1' }));
  expect(annotationOf(store)).toBeUndefined();
});

test('the annotation does not hold itself', () => {
  const store = clientSideApplied();
  store.apply('kubectl', annotated({ x: '1', y: '1' }, aConfigMap({ x: '1', y: '1' })), { force: true });
  expect(annotationOf(store)).toBe(
    '{"apiVersion":"v1","data":{"x":"1","y":"1"},"kind":"ConfigMap","metadata":{"annotations":{},"name":"settings","namespace":"default"}}\n',
  );
});
