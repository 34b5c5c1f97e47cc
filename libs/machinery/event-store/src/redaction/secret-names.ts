const WORDS =
  '(password|passwd|passphrase|token|secret|credential|api[-_.]?key|access[-_.]?key|private[-_.]?key|secret[-_.]?key|encryption[-_.]?key)s?';

/** Names of variables, keys of ConfigMaps and annotations with secret values. */
const SECRET_NAME = new RegExp(WORDS, 'i');

/** Fields of custom objects: the secret word ends the name, unlike in `tokenSecretRef` or `secretName`. */
const SECRET_FIELD = new RegExp(`${WORDS}$`, 'i');

/** `--db-password=text`, as an argument of a container. */
const SECRET_ARGUMENT = new RegExp(`^(--?[\\w.-]*${WORDS}[\\w.-]*=)(.+)$`, 'is');

/** True for a variable, a key or an annotation whose value is secret by its name. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** True for a field of a custom object whose text is secret by its name. */
export function isSecretField(name: string): boolean {
  return SECRET_FIELD.test(name);
}

/** Splits an argument with a secret value; undefined for others. */
export function secretArgument(text: string): { readonly flag: string; readonly value: string } | undefined {
  const [, flag, , value] = SECRET_ARGUMENT.exec(text) ?? [];
  return flag === undefined || value === undefined ? undefined : { flag, value };
}
