import { expect, test } from 'vitest';
import { languageOf } from './language.ts';
import { ENGLISH } from './texts.ts';
import { KOREAN } from './texts-ko.ts';

test('each text has a translation of the same kind', () => {
  expect(shapeOf(KOREAN)).toMatchObject(shapeOf(ENGLISH));
});

test('Korean texts are Korean, apart from names and commands', () => {
  const kept = [...textsIn(KOREAN)].filter(
    ([path, text]) => !/\p{Script=Hangul}/u.test(text) && !/[cC]ommand|example|keyboard\.(?:openKey|more)/.test(path),
  );
  expect(kept.map(([path]) => path).sort()).toEqual(['faults.targets.api', 'product', 'usage.cpu', 'yaml.title']);
});

test.each([
  [undefined, ['ko-KR', 'en'], 'ko'],
  [undefined, ['de', 'ko'], 'ko'],
  [undefined, ['de'], 'en'],
  ['en', ['ko'], 'en'],
  ['xx', ['ko'], 'ko'],
] as const)('the choice %s and the preferences %j lead to %s', (chosen, preferred, language) => {
  expect(languageOf(chosen, preferred)).toBe(language);
});

/** Returns the kinds of all members: `function`, `string`, or a nested shape. */
function shapeOf(texts: object): object {
  return Object.fromEntries(
    Object.entries(texts).map(([name, value]) => [name, typeof value === 'object' ? shapeOf(value) : typeof value]),
  );
}

function* textsIn(texts: object, path = ''): Generator<readonly [path: string, text: string]> {
  for (const [name, value] of Object.entries(texts)) {
    const own = path === '' ? name : `${path}.${name}`;
    if (typeof value === 'object') yield* textsIn(value, own);
    else if (typeof value === 'string') yield [own, value];
  }
}
