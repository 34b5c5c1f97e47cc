import { describe, expect, it } from 'vitest';
import { goJson } from './go-json.ts';
import { goType } from './go-types.ts';

describe('a value is written as Go writes it', () => {
  it('with all fields of its type, in their order, and what is not given as nothing', () => {
    expect(goJson(goType('HTTPGetAction'), { port: 80, path: '/' })).toBe(
      ['{', ' "Path": "/",', ' "Port": 80,', ' "Host": "",', ' "Scheme": "",', ' "HTTPHeaders": null', '}'].join('\n'),
    );
  });

  it('with the fields of an embedded type beside its own', () => {
    expect(goJson(goType('ConfigMapEnvSource'), { name: 'settings' })).toBe('{\n "Name": "settings",\n "Optional": null\n}');
  });

  it('with maps in the order of their keys, lists indented, and empty ones in one line', () => {
    const resources = { limits: { memory: '1Gi', cpu: '1' }, requests: {}, claims: [] };
    expect(goJson(goType('ResourceRequirements'), resources)).toBe(
      ['{', ' "Limits": {', '  "cpu": "1",', '  "memory": "1Gi"', ' },', ' "Requests": {},', ' "Claims": []', '}'].join('\n'),
    );
    expect(goJson(goType('Capabilities'), { add: ['NET_ADMIN'] })).toBe('{\n "Add": [\n  "NET_ADMIN"\n ],\n "Drop": null\n}');
  });

  it('with a selector as the API writes it, where what is empty is left out', () => {
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

  it('without HTML', () => {
    expect(goJson(goType('string'), 'a < b && "c"\u2028')).toBe('"a \\u003c b \\u0026\\u0026 \\"c\\"\\u2028"');
  });

  it('with the names that upstream gives the fields of old volumes', () => {
    expect(goJson(goType('FCVolumeSource'), { wwids: ['1'], lun: 2 })).toBe(
      ['{', ' "TargetWWNs": null,', ' "Lun": 2,', ' "FSType": "",', ' "ReadOnly": false,', ' "WWIDs": [', '  "1"', ' ]', '}'].join('\n'),
    );
  });
});
