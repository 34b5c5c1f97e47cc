type Json = unknown;

/** Merge keys by list name, where upstream merges by key. */
const MERGE_KEYS: Readonly<Record<string, string>> = { conditions: 'type', containers: 'name', ownerReferences: 'uid', podIPs: 'ip' };

/** Applies RFC 7386; with `byKey` also the part of strategic merge that components use: lists of named items. */
export function merge(target: Json, patch: Json, byKey: boolean): Json {
  if (!isObject(patch)) return patch;
  const result: Record<string, Json> = isObject(target) ? { ...target } : {};
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete result[field];
    else result[field] = mergeField(field, result[field], value, byKey);
  }
  return result;
}

function mergeField(field: string, target: Json, value: Json, byKey: boolean): Json {
  const key = MERGE_KEYS[field];
  if (!byKey || key === undefined || !Array.isArray(value)) return merge(target, value, byKey);
  const items: Json[] = Array.isArray(target) ? [...target] : [];
  for (const item of value) {
    const index = items.findIndex((other) => (other as Record<string, Json>)[key] === (item as Record<string, Json>)[key]);
    const isGone = (item as Record<string, Json>).$patch === 'delete';
    if (isGone && index >= 0) items.splice(index, 1);
    else if (isGone) continue;
    else if (index < 0) items.push(item);
    else items[index] = merge(items[index], item, byKey);
  }
  return items;
}

function isObject(value: Json): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
