import { decodeBase64, decodeUtf8, encodeBase64, encodeUtf8, sha256 } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import type { StoredEvent } from '../event-store.ts';
import { storedEvent } from '../testing/builders.ts';
import { LogRedactor } from './log-redactor.ts';

const pseudonym = (text: string) => `redacted-${sha256(text).slice(0, 16)}`;
const base64 = (text: string) => encodeBase64(encodeUtf8(text));

function eventOf(revision: number, resource: string, object: object, said: Partial<StoredEvent> = {}, group = ''): StoredEvent {
  const key = { group, resource, namespace: 'shop', name: 'web' };
  return storedEvent(revision, { key, objectJson: JSON.stringify(object), ...said });
}

function redacted(...events: StoredEvent[]): StoredEvent[] {
  const redactor = new LogRedactor(pseudonym);
  for (const event of events) redactor.collect(event);
  return events.map((event) => redactor.redact(event));
}

const objectOf = ({ objectJson }: StoredEvent | undefined = storedEvent(1)) => JSON.parse(objectJson);

test('data of a Secret becomes pseudonyms, equal for equal values, and its keys stay', () => {
  const [first, second] = redacted(
    eventOf(1, 'secrets', {
      kind: 'Secret',
      type: 'Opaque',
      data: { password: base64('hunter-42!'), again: base64('hunter-42!'), empty: '' },
    }),
    eventOf(2, 'secrets', { kind: 'Secret', stringData: { password: 'hunter-42!' } }),
  );
  const hidden = pseudonym('hunter-42!');
  expect(objectOf(first)).toEqual({ kind: 'Secret', type: 'Opaque', data: { password: base64(hidden), again: base64(hidden), empty: '' } });
  expect(objectOf(second)).toEqual({ kind: 'Secret', stringData: { password: hidden } });
});

test('a pull secret stays JSON', () => {
  const [event] = redacted(
    eventOf(1, 'secrets', { kind: 'Secret', data: { '.dockerconfigjson': base64('{"auths":{"r":{"auth":"eA=="}}}') } }),
  );
  expect(JSON.parse(decodeUtf8(decodeBase64(objectOf(event).data['.dockerconfigjson'])))).toMatchObject({
    auths: {},
    redacted: expect.stringMatching(/^redacted-/),
  });
});

test('variables and arguments with secret names become pseudonyms in templates, and others stay', () => {
  const spec = {
    template: {
      spec: {
        containers: [
          {
            image: 'nginx',
            env: [
              { name: 'DB_PASSWORD', value: 'lower' },
              { name: 'API_KEY', valueFrom: { secretKeyRef: { name: 'a', key: 'token' } } },
              { name: 'LEVEL', value: 'debug' },
            ],
            args: ['--db-password=lower', '--level=debug', '--token', 'x'],
          },
        ],
      },
    },
  };
  const [event] = redacted(eventOf(1, 'deployments', { kind: 'Deployment', spec }, {}, 'apps'));
  const [container] = objectOf(event).spec.template.spec.containers;
  expect(container.env).toEqual([{ name: 'DB_PASSWORD', value: pseudonym('lower') }, ...spec.template.spec.containers[0]!.env.slice(1)]);
  expect(container.args).toEqual([`--db-password=${pseudonym('lower')}`, '--level=debug', '--token', 'x']);
});

test('a value from a Secret is replaced in messages, causes and data, plain and in base64', () => {
  const [, event] = redacted(
    eventOf(1, 'secrets', { kind: 'Secret', data: { p: base64('hunter-42!') } }),
    eventOf(2, 'events', { kind: 'Event', message: `failed: hunter-42! and ${base64('hunter-42!')}` }, { data: { reason: 'hunter-42!' } }),
  );
  const hidden = pseudonym('hunter-42!');
  expect([objectOf(event).message, event?.data]).toEqual([`failed: ${hidden} and ${base64(hidden)}`, { reason: hidden }]);
});

test('ordinary words, numbers and names of objects are replaced in secret places only', () => {
  const secret = { kind: 'Secret', data: { a: base64('postgres'), b: base64('20260101'), c: base64('web-7957885594') } };
  const events = [
    eventOf(1, 'secrets', secret),
    storedEvent(2, { key: { group: '', resource: 'pods', namespace: 'shop', name: 'web-7957885594' } }),
    eventOf(3, 'events', { kind: 'Event', message: 'image postgres:15 of web-7957885594 at 20260101' }),
  ];
  const [first, ...others] = redacted(...events);
  expect(objectOf(first).data.a).toBe(base64(pseudonym('postgres')));
  expect(others).toEqual(events.slice(1));
});

test('tokens, private keys, releases of helm, and fields of custom objects become pseudonyms', () => {
  const token = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.';
  const key = '-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE\n-----END EC PRIVATE KEY-----';
  const text = redacted(
    eventOf(1, 'pods', { status: { message: `${token} ${key}` } }),
    eventOf(2, 'configmaps', { kind: 'ConfigMap', metadata: { labels: { owner: 'helm' } }, data: { release: 'H4sIAAAAA' } }),
    eventOf(3, 'configmaps', { kind: 'ConfigMap', data: { 'db-password': 'lower', host: 'db' } }),
    eventOf(4, 'databases', { spec: { password: 'lower', tokenSecretRef: { name: 'a' }, secretName: 'b' } }, {}, 'example.com'),
    eventOf(5, 'pods', { metadata: { annotations: { 'example.com/api-token': 'lower' } } }),
  ).map((event) => event.objectJson);
  expect(text.join('\n')).not.toMatch(/eyJ|MHcC|H4sI|lower/);
  expect(text[2]).toContain('"host":"db"');
  expect(text[3]).toContain('"tokenSecretRef":{"name":"a"},"secretName":"b"');
});

test('last-applied configurations are redacted as their objects', () => {
  const applied = (object: object) => ({
    metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(object) } },
  });
  const [secret, broken] = redacted(
    eventOf(1, 'secrets', applied({ kind: 'Secret', stringData: { p: 'lower' }, data: { q: base64('upper') } })),
    eventOf(2, 'pods', { metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{broken' } } }),
  );
  expect(JSON.parse(objectOf(secret).metadata.annotations['kubectl.kubernetes.io/last-applied-configuration'])).toEqual({
    ...{ kind: 'Secret', stringData: { p: pseudonym('lower') } },
    data: { q: base64(pseudonym('upper')) },
  });
  expect(broken?.objectJson).not.toContain('{broken');
});

test('events without secrets are unchanged, exact integers included', () => {
  const event = eventOf(1, 'pods', { spec: { containers: [] } }, { objectJson: '{"a":9007199254740993,"b":{"env":[]}}' });
  expect(redacted(event)).toEqual([event]);
});
