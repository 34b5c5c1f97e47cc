import { statusErrors } from '@klockwork/api-machinery';

/** DNS label: names of programs appear in lists of timers and holds. */
const NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** Throws BadRequest for an invalid name of a program outside. */
export function checkClientName(name: string): void {
  if (!NAME.test(name)) throw statusErrors.badRequest(`the name of a client is a DNS label, not ${JSON.stringify(name)}`);
}
