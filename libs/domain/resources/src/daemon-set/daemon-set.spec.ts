import { expect, test } from 'vitest';
import { aDaemonSet, rowOf, texts, tryCreate, tryUpdate } from '../testing/index.ts';
import { daemonSetKind } from './daemon-set.kind.ts';
import { type DaemonSet, TEMPLATE_GENERATION } from './daemon-set.ts';

const template = { metadata: { labels: { app: 'logs' } }, spec: { containers: [{ name: 'main', image: 'busybox' }] } };
const body = (spec: object = {}) => ({
  metadata: { name: 'logs', namespace: 'default' },
  spec: { selector: { matchLabels: { app: 'logs' } }, template, ...spec },
});
const rolling = (rollingUpdate: object) => ({ updateStrategy: { type: 'RollingUpdate', rollingUpdate } });

test('a DaemonSet rolls out node by node by default', () => {
  const { object, errors } = tryCreate(daemonSetKind, body());
  expect(errors).toEqual([]);
  expect(object.spec).toMatchObject({ revisionHistoryLimit: 10, ...rolling({ maxUnavailable: 1, maxSurge: 0 }) });
  expect(object.metadata?.annotations).toEqual({ [TEMPLATE_GENERATION]: '1' });
  expect(object.status).toEqual({ currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 });
});

test.each<[object, string[]]>([
  [
    { selector: { matchLabels: { app: 'x' } } },
    ['spec.template.metadata.labels: Invalid value: {"app":"logs"}: `selector` does not match template `labels`'],
  ],
  [{ selector: undefined }, ['spec.template.metadata.labels: Invalid value: {"app":"logs"}: `selector` does not match template `labels`']],
  [{ selector: {} }, ['spec.selector: Invalid value: {}: empty selector is invalid for daemonset']],
  [
    { updateStrategy: { type: 'Recreate' } },
    ['spec.updateStrategy: Unsupported value: {"Type":"Recreate","RollingUpdate":null}: supported values: "RollingUpdate", "OnDelete"'],
  ],
  [rolling({ maxUnavailable: 0 }), ['spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when maxSurge is 0']],
  [
    rolling({ maxUnavailable: 1, maxSurge: 1 }),
    ['spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero'],
  ],
  [
    rolling({ maxUnavailable: '120%' }),
    ['spec.updateStrategy.rollingUpdate.maxUnavailable: Invalid value: "120%": must not be greater than 100%'],
  ],
  [rolling({ maxUnavailable: 0, maxSurge: '10%' }), []],
  [
    { template: { ...template, spec: { ...template.spec, activeDeadlineSeconds: 5 } } },
    ['spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in DaemonSet is not Supported'],
  ],
])('a DaemonSet with %j is validated', (spec, errors) => {
  expect(tryCreate(daemonSetKind, body(spec)).errors).toEqual(errors);
});

test('each template has its own generation', () => {
  const change = (draft: DaemonSet) => {
    if (draft.spec) draft.spec.template.spec = { containers: [{ name: 'web', image: 'nginx:1.28' }] };
  };
  const { object, errors } = tryUpdate<DaemonSet>(daemonSetKind, aDaemonSet(), change);
  expect([errors, object.metadata?.annotations?.[TEMPLATE_GENERATION], object.metadata?.generation]).toEqual([[], '2', 2]);
  expect(daemonSetKind.event({ verb: 'update', subresource: '', previous: aDaemonSet(), next: object })).toEqual({
    type: 'DaemonSetTemplateChanged',
    data: { images: ['nginx:1.28'] },
  });
});

test('a DaemonSet is printed with its node selector', () => {
  const status = {
    desiredNumberScheduled: 3,
    currentNumberScheduled: 2,
    numberReady: 1,
    numberMisscheduled: 0,
    updatedNumberScheduled: 2,
    numberAvailable: 1,
  };
  const row = rowOf(daemonSetKind, aDaemonSet({ spec: { template: { spec: { nodeSelector: { disk: 'ssd' } } } }, status }), 0);
  expect(row).toMatchObject({ Desired: 3, Current: 2, Ready: 1, 'Up-to-date': 2, Available: 1, 'Node Selector': 'disk=ssd' });
});

test("a DaemonSet's name is no host name: dots cause no warning", () => {
  const { errors, warnings } = tryCreate(daemonSetKind, { ...body(), metadata: { name: 'a.b', namespace: 'default' } });
  expect([errors, warnings]).toEqual([[], []]);
});

test('the collision count never decreases', () => {
  const errors = daemonSetKind.status?.validateUpdate(
    aDaemonSet({ status: { collisionCount: 1 } }),
    aDaemonSet({ status: { collisionCount: 2 } }),
  );
  expect(texts(errors ?? [])).toEqual(['status.collisionCount: Invalid value: 1: cannot be decremented']);
});

test.each([
  ['3', '3'],
  ['0', '1'],
  ['soon', '1'],
])('a copied DaemonSet continues the template generation: %s', (given, kept) => {
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'main', image: 'nginx:1' }] } };
  const metadata = { name: 'web', namespace: 'default', annotations: { [TEMPLATE_GENERATION]: given } };
  const { object } = tryCreate(daemonSetKind, { metadata, spec: { selector: { matchLabels: { app: 'web' } }, template } });
  expect(object.metadata?.annotations).toEqual({ [TEMPLATE_GENERATION]: kept });
});

test('a status update keeps the template generation, despite its annotations', () => {
  const previous = aDaemonSet();
  const draft: DaemonSet = { ...aDaemonSet(), metadata: { ...previous.metadata, annotations: { note: 'a', [TEMPLATE_GENERATION]: '9' } } };
  daemonSetKind.status?.prepareForUpdate(draft, previous, { now: 0, subresource: 'status', user: 'admin' });
  expect(draft.metadata?.annotations).toEqual({ note: 'a', [TEMPLATE_GENERATION]: '1' });
});
