/**
 * Shares equal parts (texts, lists, whole objects) of `value` with `model`; returns `model` itself if nothing differs. `value` is JSON-like
 * and not shared yet. Objects of a kind, and versions of an object, are largely equal, so long-lived ones need less memory. Frozen parts
 * stay unchanged, because others may share them.
 */
export function shareWith<T>(value: T, model: unknown): T {
  if (value === model) return model as T;
  if (!isContainer(value) || !isContainer(model) || Array.isArray(value) !== Array.isArray(model) || Object.isFrozen(value)) return value;
  const own: Record<string, unknown> = value;
  const keys = Object.keys(own);
  const modelKeys = Object.keys(model);
  let isSame = keys.length === modelKeys.length;
  for (const [index, key] of keys.entries()) {
    if (!Object.hasOwn(model, key)) isSame = false;
    else {
      own[key] = shareWith(own[key], model[key]);
      // Another key order yields another JSON text.
      isSame &&= own[key] === model[key] && modelKeys[index] === key;
    }
  }
  return isSame ? (model as T) : value;
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
