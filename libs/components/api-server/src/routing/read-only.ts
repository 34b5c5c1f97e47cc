import type { ApiRequest } from '@klockwork/http-api';
import { ApiError } from '@klockwork/kernel';

/** Groups whose POST requests are questions: nothing is stored. */
const QUESTIONS = ['authorization.k8s.io', 'authentication.k8s.io'];

/** Throws 405 for requests that would change an opened tape, or reach its containers. */
export function checkTape({ method }: ApiRequest, [apis, group = '']: readonly string[]): void {
  if (method === 'GET' || method === 'HEAD' || (apis === 'apis' && QUESTIONS.includes(group))) return;
  const message = 'this cluster is an opened tape, which is only read: "npx klockwork fork --from FILE" makes a lab of it';
  throw new ApiError({ code: 405, reason: 'MethodNotAllowed', message });
}
