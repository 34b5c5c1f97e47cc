import { copy } from '@klockwork/kernel';
import type { KubeObject } from '@klockwork/resources';
import type { RegistryContext } from '../context.ts';
import { checkName } from './check-name.ts';
import { create } from './create.ts';
import { draftMeta } from './metadata.ts';
import { settleNamespace } from './namespace.ts';
import { keyOf, type Target } from './target.ts';
import { checkUid, replacement, update } from './update.ts';
import type { WriteRequest } from './write-request.ts';
import type { WriteResult } from './write-result.ts';

/** Body that replaces an object; changed in place and stored. */
export interface Replacement {
  readonly target: Target;
  readonly subresource: string;
  readonly body: KubeObject;
}

/** Replaces an object by `body` (PUT); creates an absent one where the kind allows it. A body with a UID requires an existing object. */
export function replace(context: RegistryContext, { target, subresource, body }: Replacement, request: WriteRequest): Promise<WriteResult> {
  const { kind, namespace, name } = target;
  settleNamespace(kind, draftMeta(body), namespace);
  checkName(target, body);
  const absent = context.journal.latest(keyOf(target)) === undefined;
  if (absent) checkUid(target, body, '');
  if (absent && subresource === '' && kind.strategy.allowCreateOnUpdate === true)
    return create(context, { kind, namespace, body, name }, request);
  // Attempts change their body, and only webhooks cause a second one.
  const isRepeated = kind.conversion !== undefined || context.called.mayWait(kind);
  const change = (previous: KubeObject) => replacement(target, isRepeated ? (copy(body) as KubeObject) : body, previous);
  return update(context, { target, subresource, change }, request);
}
