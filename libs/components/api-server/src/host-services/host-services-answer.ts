import { statusErrors } from '@klockwork/api-machinery';
import type { ApiAnswer } from '@klockwork/http-api';
import { jsonAnswer } from '../answers/answers.ts';
import type { HostServiceList } from './host-service-list.ts';

/** Answers with the ports of Services on the lab's machine; NotFound for a lab that opens none. */
export async function hostServicesAnswer(services: HostServiceList | undefined): Promise<ApiAnswer> {
  if (services === undefined) throw statusErrors.notFoundMessage('this lab opens no ports for Services on its machine');
  return jsonAnswer(200, await services.list());
}
