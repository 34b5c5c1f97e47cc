import { describe, expect, test } from 'vitest';
import { goJson } from './go-json.ts';
import { goType } from './go-types.ts';

describe('a Go value in JSON', () => {
  test('a Go value has all fields of its type in order, absent ones as zero', () => {
    expect(goJson(goType('HTTPGetAction'), { port: 80, path: '/' })).toBe(
      ['{', ' "Path": "/",', ' "Port": 80,', ' "Host": "",', ' "Scheme": "",', ' "HTTPHeaders": null', '}'].join('\n'),
    );
  });

  test('a Go value has fields of embedded types beside its own', () => {
    expect(goJson(goType('ConfigMapEnvSource'), { name: 'settings' })).toBe('{\n "Name": "settings",\n "Optional": null\n}');
  });

  test('a Go value has maps sorted by key, indented lists, and empty ones in one line', () => {
    const resources = { limits: { memory: '1Gi', cpu: '1' }, requests: {}, claims: [] };
    expect(goJson(goType('ResourceRequirements'), resources)).toBe(
      ['{', ' "Limits": {', '  "cpu": "1",', '  "memory": "1Gi"', ' },', ' "Requests": {},', ' "Claims": []', '}'].join('\n'),
    );
    expect(goJson(goType('Capabilities'), { add: ['NET_ADMIN'] })).toBe('{\n "Add": [\n  "NET_ADMIN"\n ],\n "Drop": null\n}');
  });

  test('a Go value has selectors in API form, without empty fields', () => {
    const template = { metadata: { labels: { app: 'db' } }, spec: { selector: { matchLabels: { disk: 'fast' } } } };
    expect(goJson(goType('PersistentVolumeClaimTemplate'), template).split('\n').slice(0, 11)).toEqual([
      '{',
      ' "labels": {',
      '  "app": "db"',
      ' },',
      ' "Spec": {',
      '  "AccessModes": null,',
      '  "Selector": {',
      '   "matchLabels": {',
      '    "disk": "fast"',
      '   }',
      '  },',
    ]);
  });

  test('a Go value has escaped HTML', () => {
    expect(goJson(goType('string'), 'a < b && "c"\u2028')).toBe('"a \\u003c b \\u0026\\u0026 \\"c\\"\\u2028"');
  });

  test("a Go value has upstream's field names of legacy volumes", () => {
    expect(goJson(goType('FCVolumeSource'), { wwids: ['1'], lun: 2 })).toBe(
      ['{', ' "TargetWWNs": null,', ' "Lun": 2,', ' "FSType": "",', ' "ReadOnly": false,', ' "WWIDs": [', '  "1"', ' ]', '}'].join('\n'),
    );
  });
});
