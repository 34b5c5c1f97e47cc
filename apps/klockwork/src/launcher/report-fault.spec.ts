import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Refusal } from '../client/lab-client.ts';
import { reportFault } from './report-fault.ts';

const FAULT = { name: 'SIGKILL', process: 'kubelet-agent-2', nodes: ['node-2'] };
const never = new AbortController().signal;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Returns a server with these answers; the last one repeats. */
function server(...answers: (Error | object)[]) {
  const told: unknown[] = [];
  const postJson = async <T>(path: string, value: object): Promise<T> => {
    told.push([path, value]);
    const answer = answers[Math.min(told.length, answers.length) - 1];
    if (answer instanceof Error) throw answer;
    return answer as T;
  };
  return { told, postJson };
}

test('a fault is reported once the api-server returns', async () => {
  const api = server(new Error('connect ECONNREFUSED'), new Refusal('shutting down', 503), {});
  const reported = reportFault(api, FAULT, never);
  await vi.runAllTimersAsync();
  await reported;
  expect(api.told).toEqual(Array.from({ length: 3 }, () => ['/klockwork/v1/faults', FAULT]));
});

test('a report fails after a limited number of attempts', async () => {
  const reported = reportFault(server(new Error('connect ECONNREFUSED')), FAULT, never);
  const said = expect(reported).rejects.toThrow('the log does not tell that kubelet-agent-2 ended: connect ECONNREFUSED');
  await vi.runAllTimersAsync();
  await said;
});

test('a report that the api-server rejects is not retried', async () => {
  await expect(reportFault(server(new Refusal('a fault has a name', 400)), FAULT, never)).rejects.toThrow('a fault has a name');
});

test('a lab that stops has nobody to tell', async () => {
  const api = server({});
  await reportFault(api, FAULT, AbortSignal.abort());
  expect(api.told).toEqual([]);
});
