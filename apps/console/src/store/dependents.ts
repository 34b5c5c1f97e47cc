import { sendJson } from '../api/client.ts';
import { dependentKinds, dependentsOf, type KnownObject, reachOf } from '../model/dependents.ts';
import { collectionPath, type Kind } from '../model/kinds.ts';
import type { LabObject } from './row.ts';

const METADATA = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

interface Owner {
  readonly kind: Kind;
  readonly key: string;
  readonly uid: string;
}

/** Lists the metadata of all kinds, and returns what the deletion of an object takes along. Throws Refusal, and TypeError without an answer. */
export async function readDependents(kinds: readonly Kind[], { kind, key, uid }: Owner): Promise<readonly KnownObject[]> {
  const namespace = reachOf(kind, key);
  const isNamespace = kind.resource === 'namespaces';
  const candidates = dependentKinds(kinds, kind).filter((each) => !isNamespace || each.isNamespaced);
  const lists = await Promise.all(candidates.map((each) => metadataOf(each, namespace)));
  return isNamespace ? lists.flat() : dependentsOf(uid, lists.flat());
}

async function metadataOf(kind: Kind, namespace: string | undefined): Promise<readonly KnownObject[]> {
  const { items } = await sendJson<{ readonly items: readonly LabObject[] }>(collectionPath(kind, namespace), { accept: METADATA });
  return items.map(({ metadata }) => ({ kind, metadata }));
}
