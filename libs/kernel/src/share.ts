/**
 * Has `value`, a JSON-like value that nobody else holds yet, share with `model` what both have in common: texts, lists and whole objects that
 * are equal. Gives `model` itself where nothing differs. Objects of a kind are much alike, and most of each is as it was before: those that
 * are held for long are held once. What is frozen is left as it is, because others may share it already.
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
      // In another order it would be written as another text.
      isSame &&= own[key] === model[key] && modelKeys[index] === key;
    }
  }
  return isSame ? (model as T) : value;
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
