import { expect, test } from 'vitest';
import { generatedSelectorErrors } from './job-template.validation.ts';

const labels = {
  'controller-uid': 'u1',
  'job-name': 'once',
  'batch.kubernetes.io/controller-uid': 'u1',
  'batch.kubernetes.io/job-name': 'once',
};

function errorsOf(selector: object): string[] {
  const job = { metadata: { name: 'once', uid: 'u1' }, spec: { selector, template: { metadata: { labels } } } };
  return generatedSelectorErrors(job as Parameters<typeof generatedSelectorErrors>[0]).map(({ field, message }) => `${field}: ${message}`);
}

test('a generated selector must match the generated labels; other validations report an invalid one', () => {
  expect(errorsOf({ matchLabels: { 'controller-uid': 'u1' } })).toEqual([]);
  expect(errorsOf({ matchLabels: { 'controller-uid': 'u2' } })).toEqual([
    expect.stringMatching(/^spec\.selector: Invalid value: .*`selector` not auto-generated$/),
  ]);
  expect(errorsOf({ matchExpressions: [{ key: 'app', operator: 'Like' }] })).toEqual([]);
});

test('an error from elsewhere than the selector is thrown', () => {
  const broken = {
    get matchLabels(): Record<string, string> {
      throw new RangeError('broken');
    },
  };
  expect(() => errorsOf(broken)).toThrow(RangeError);
});
