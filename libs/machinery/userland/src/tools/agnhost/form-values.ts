/** Returns the parameters of a query or form, decoded; the first of several with one name counts. */
export function formValues(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const pair of text.split('&').filter((part) => part !== '')) {
    const [name = '', value = ''] = pair.split(/=(.*)/s).map(decoded);
    if (!values.has(name)) values.set(name, value);
  }
  return values;
}

/** Byte strings: each escape is one byte. */
function decoded(text: string): string {
  const spacedText = text.replaceAll('+', ' ');
  return spacedText.replaceAll(/%([\da-fA-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
