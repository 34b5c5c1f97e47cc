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

/** A body that is to take an object's place: it is changed, and kept by the log. */
export interface Replacement {
  readonly target: Target;
  readonly subresource: string;
  readonly body: KubeObject;
}

/** PUT: replaces an object by `body`; an absent one is created, where the kind allows that. Who names a UID means no absent object. */
export function replace(context: RegistryContext, { target, subresource, body }: Replacement, request: WriteRequest): Promise<WriteResult> {
  const { kind, namespace, name } = target;
  settleNamespace(kind, draftMeta(body), namespace);
  checkName(target, body);
  const absent = context.journal.latest(keyOf(target)) === undefined;
  if (absent) checkUid(target, body, '');
  if (absent && subresource === '' && kind.strategy.allowCreateOnUpdate === true)
    return create(context, { kind, namespace, body, name }, request);
  return update(context, { target, subresource, change: (previous) => replacement(target, body, previous) }, request);
}
