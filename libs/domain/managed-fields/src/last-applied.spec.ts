import { expect, test } from 'vitest';
import { aConfigMap, configMaps, type OwnedStore } from './testing/owned-store.ts';

const ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration';

function annotated(data: Record<string, string>, last: object): Record<string, unknown> {
  return aConfigMap(data, { annotations: { [ANNOTATION]: JSON.stringify(last) } }) as Record<string, unknown>;
}

/** Returns a store after client-side `kubectl apply`. */
function clientSideApplied(last: object = aConfigMap({ x: '1', y: '1' })): OwnedStore {
  const store = configMaps();
  store.update('kubectl-client-side-apply', annotated({ x: '1', y: '1' }, last));
  return store;
}

function annotationOf(store: OwnedStore): string | undefined {
  return store.live?.metadata?.annotations?.[ANNOTATION];
}

test('kubectl migrates to server-side apply, and maintains the annotation', () => {
  const store = clientSideApplied();
  expect(store.apply('kubectl', aConfigMap({ x: '2', y: '1' }))).toMatchObject({ type: 'applied' });
  expect(store.object).toMatchObject({ data: { x: '2', y: '1' } });
  expect(annotationOf(store)).toBe(
    '{"apiVersion":"v1","data":{"x":"2","y":"1"},"kind":"ConfigMap","metadata":{"name":"settings","namespace":"default"}}\n',
  );
  expect(store.fieldsOf('kubectl')).toEqual({ 'f:data': { 'f:x': {}, 'f:y': {} } });
});

test('another manager conflicts with client-side applied fields', () => {
  const store = clientSideApplied();
  expect(store.apply('ci', aConfigMap({ x: '2' }))).toMatchObject({ type: 'conflict' });
  store.apply('ci', aConfigMap({ x: '2' }), { force: true });
  expect(annotationOf(store)).toBe(JSON.stringify(aConfigMap({ x: '1', y: '1' })));
});

test('kubectl takes over only fields whose values equal the annotation', () => {
  const store = clientSideApplied(aConfigMap({ x: '1', y: 'changed since' }));
  expect(store.apply('kubectl', aConfigMap({ x: '2', y: '2' }))).toMatchObject({ conflicts: [{ field: '.data.y' }] });
});

test.each([
  ['of another version', { ...aConfigMap({ x: '1' }), apiVersion: 'v2' }],
  ['that does not fit', { ...aConfigMap({ x: '1' }), spec: 1 }],
  ['that is no object', 7],
])('an annotation %s grants kubectl no fields', (_, last) => {
  const store = clientSideApplied(last as object);
  expect(store.apply('kubectl', aConfigMap({ x: '2' }))).toMatchObject({ conflicts: [{ field: '.data.x' }] });
});

test('an annotation with invalid JSON grants kubectl no fields', () => {
  const store = configMaps();
  store.update('a', aConfigMap({ x: '1' }, { annotations: { [ANNOTATION]: '{' } }));
  expect(store.apply('kubectl', aConfigMap({ x: '2' }))).toMatchObject({ conflicts: [{ field: '.data.x' }] });
});

test('an oversized annotation is removed', () => {
  const store = clientSideApplied();
  store.apply('kubectl', aConfigMap({ x: 'x'.repeat(256 * 1024), y: '1' }));
  expect(annotationOf(store)).toBeUndefined();
});

test('the annotation excludes itself', () => {
  const store = clientSideApplied();
  store.apply('kubectl', annotated({ x: '1', y: '1' }, aConfigMap({ x: '1', y: '1' })), { force: true });
  expect(annotationOf(store)).toBe(
    '{"apiVersion":"v1","data":{"x":"1","y":"1"},"kind":"ConfigMap","metadata":{"annotations":{},"name":"settings","namespace":"default"}}\n',
  );
});
