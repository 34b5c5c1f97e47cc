import { statusErrors } from '@klockwork/api-machinery';
import type { ApiAnswer } from '@klockwork/http-api';
import { withSender } from '@klockwork/registry';
import { jsonAnswer } from '../answers/answers.ts';
import { decodeObject } from '../objects/body.ts';
import { definitionOf } from '../objects/definition.ts';
import { type ObjectCall, targetOf, writeRequestOf } from '../objects/object-call.ts';
import { writeOptionsOf } from '../objects/write-options.ts';
import { grantToken, TOKEN_REQUEST, withDefaults } from './grant-token.ts';

/** Answers `serviceaccounts/NAME/token`. */
export function issueToken(call: ObjectCall): ApiAnswer {
  if (call.verb !== 'create') throw statusErrors.methodNotAllowedOnPath();
  const write = writeRequestOf(call, writeOptionsOf(call.query, 'CreateOptions'));
  const type = { ...TOKEN_REQUEST, definition: definitionOf(TOKEN_REQUEST) };
  const now = call.services.clock.now();
  const body = withSender(type, withDefaults(decodeObject(call, type, write)), { manager: write.manager, subresource: 'token', now });
  const { kind, group, version } = TOKEN_REQUEST;
  return jsonAnswer(201, { kind, apiVersion: `${group}/${version}`, ...grantToken(call.services, targetOf(call), body) });
}
