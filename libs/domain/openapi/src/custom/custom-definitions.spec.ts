import { expect, test } from 'vitest';
import { type CustomSchema, customDefinitionsV2, customDefinitionsV3 } from './custom-definitions.ts';
import recorded from './recorded/crontab.json' with { type: 'json' };

const names = { group: 'stable.example.com', kind: 'CronTab', listKind: 'CronTabList', resource: 'crontabs' };

const GENERAL = /^(APIVersion defines|Kind is a string|Standard |apiVersion defines|kind is a string)/;

/** Removes descriptions of the fields that every kind has. */
function withoutGeneralTexts(value: unknown): unknown {
  const isGeneral = (key: string, inner: unknown) => key === 'description' && typeof inner === 'string' && GENERAL.test(inner);
  return JSON.parse(JSON.stringify(value, (key, inner) => (isGeneral(key, inner) ? undefined : inner)));
}

test.each(recorded)('definitions of $version equal those of upstream', ({ version, schema, selectable, v2, v3 }) => {
  const custom: CustomSchema = { ...names, version, schema, selectable };
  expect(withoutGeneralTexts(customDefinitionsV3(custom))).toEqual(v3);
  expect(withoutGeneralTexts(customDefinitionsV2(custom))).toEqual(v2);
});

test('the fields of every kind have their general descriptions', () => {
  const custom: CustomSchema = { ...names, version: 'v1', schema: { type: 'object' }, selectable: [] };
  const { properties } = customDefinitionsV3(custom)['com.example.stable.v1.CronTab'] ?? {};
  expect(Object.entries(properties ?? {}).map(([name, { description }]) => [name, GENERAL.test(description ?? '')])).toEqual([
    ['apiVersion', true],
    ['kind', true],
    ['metadata', true],
  ]);
});
