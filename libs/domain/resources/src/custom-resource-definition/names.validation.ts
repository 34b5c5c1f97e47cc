import { dns1035Label, type FieldError, fieldErrors } from '@klockwork/api-machinery';
import type { CustomResourceDefinitionNames } from '@klockwork/kubernetes-types';

/** Validates names that are set. Models `ValidateCustomResourceDefinitionNames`. */
export function validateNames(names: CustomResourceDefinitionNames | undefined, path: string): FieldError[] {
  const { plural, singular, kind = '', listKind = '', shortNames = [], categories = [] } = names ?? {};
  const same = fieldErrors.invalid(`${path}.listKind`, listKind, 'kind and listKind may not be the same');
  return [
    ...label(plural, `${path}.plural`),
    ...label(singular, `${path}.singular`),
    ...mixedCase(kind, `${path}.kind`),
    ...mixedCase(listKind, `${path}.listKind`),
    ...shortNames.flatMap((name, index) => labelErrors(name, `${path}.shortNames[${index}]`)),
    ...(kind !== '' && kind === listKind ? [same] : []),
    ...categories.flatMap((name, index) => labelErrors(name, `${path}.categories[${index}]`)),
  ];
}

function label(name: string | undefined, path: string): FieldError[] {
  return name ? labelErrors(name, path) : [];
}

function labelErrors(name: string, path: string): FieldError[] {
  const problems = dns1035Label(name);
  return problems.length === 0 ? [] : [fieldErrors.invalid(path, name, problems.join(','))];
}

function mixedCase(name: string, path: string): FieldError[] {
  const problems = name === '' ? [] : dns1035Label(name.toLowerCase());
  if (problems.length === 0) return [];
  return [fieldErrors.invalid(path, name, `may have mixed case, but should otherwise match: ${problems.join(',')}`)];
}
