import { ReadAhead } from '@klockwork/userland';
import { describe, expect, test } from 'vitest';
import { type Health, healthAnswer, healthRequest, readHealthAnswer, readHealthRequest } from './health.ts';

const sourceOf = (bytes: string) => {
  const pieces = bytes.match(/.{1,7}/gs) ?? [];
  return new ReadAhead({ read: async () => pieces.shift() });
};

describe('a gRPC health check', () => {
  test.each(['', 'shop.Cart'])('a health request names the service %j', async (service) => {
    expect(await readHealthRequest(sourceOf(healthRequest(service)))).toBe(service);
  });

  test.each<Health>(['SERVING', 'NOT_SERVING', 'unknown service'])('a health response has the status %s', async (health) => {
    expect(await readHealthAnswer(sourceOf(healthAnswer(health)))).toBe(health);
  });

  test('other protocols are no health check', async () => {
    expect(await readHealthRequest(sourceOf('GET / HTTP/1.1\r\n\r\n'))).toBeUndefined();
    expect(await readHealthAnswer(sourceOf('HTTP/1.1 400 Bad Request\r\n\r\n'))).toBeUndefined();
    expect(await readHealthAnswer(sourceOf(''))).toBeUndefined();
  });
});
