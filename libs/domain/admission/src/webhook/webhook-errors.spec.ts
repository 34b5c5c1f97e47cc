import { expect, test } from 'vitest';
import { denied } from './webhook-errors.ts';

test.each([
  [0, 400],
  [200, 400],
  [999, 999],
  [10_000, 500],
])('a refusal with code %d is answered by code %d', (code, answered) => {
  expect(denied('color.example.com', { code }).status).toMatchObject({
    code: answered,
    message: 'admission webhook "color.example.com" denied the request without explanation',
  });
});
