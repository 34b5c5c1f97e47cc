/** Location of a value below the root, undefined at the root. Its text is built for errors only. */
export type Place = { readonly above: Place; readonly step: string } | undefined;

/** Returns the location of a declared field. */
export function fieldPlace(above: Place, name: string): Place {
  return { above, step: above === undefined ? name : `.${name}` };
}

/** Returns the location of a field below `additionalProperties`, in the notation of the validator: `.name`. */
export function dottedPlace(above: Place, name: string): Place {
  return { above, step: `.${name}` };
}

/** Returns the location of a map's value in the notation of field errors: `[name]`. */
export function keyPlace(above: Place, key: string): Place {
  return { above, step: `[${key}]` };
}

/** Returns the location of a list's item. */
export function itemPlace(above: Place, index: number): Place {
  return { above, step: `[${index}]` };
}

/** Returns `spec.containers[0].name`; '' for the root. */
export function placeText(place: Place): string {
  const steps: string[] = [];
  for (let at = place; at !== undefined; at = at.above) steps.push(at.step);
  return steps.reverse().join('');
}
