import type { Pod, Service } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { TriggerTimes } from './trigger-times.ts';

const at = (second: number) => `2026-01-01T00:00:0${second}Z`;
const service: Service = { metadata: { namespace: 'shop', name: 'web', creationTimestamp: at(1) } };
const pod = (name: string, second: number): Pod => ({
  metadata: { name },
  spec: { containers: [] },
  status: { conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: at(second) }] },
});

test("the first reconcile reports the Service's creation time, later ones the earliest change of a pod", () => {
  const times = new TriggerTimes();
  expect(times.look(service, [pod('a', 2)])).toBe(at(1));
  expect(times.look(service, [pod('a', 2)])).toBeUndefined();
  expect(times.look(service, [pod('a', 5), pod('b', 4)])).toBe(at(4));
  expect(times.look({ metadata: { ...service.metadata, creationTimestamp: at(9) } }, [])).toBe(at(9));
  times.forget('shop/web');
  expect(times.look(service, [])).toBe(at(1));
});
