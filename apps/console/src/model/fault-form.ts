import type { FaultField, FaultType } from './fault-schema.ts';
import type { FaultValues } from './fault-targets.ts';

/** Times of a Fault, as Go durations of lab time; '' for the server's defaults. */
export interface FaultTimes {
  readonly duration: string;
  readonly after: string;
}

/** Returns the Fault that a filled form describes. Empty fields are absent. */
export function faultObject({ type, member, fields }: FaultType, values: FaultValues, { duration, after }: FaultTimes): object {
  const settings = fields.flatMap((field) => {
    const value = settingOf(field, (values[field.name] ?? '').trim());
    return value === undefined ? [] : [[field.name, value]];
  });
  const words = type.replace(/\B[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
  return {
    ...{ apiVersion: 'klockwork.dev/v1alpha1', kind: 'Fault', metadata: { generateName: `${words}-` } },
    spec: { type, ...(duration !== '' && { duration }), ...(after !== '' && { after }), [member]: Object.fromEntries(settings) },
  };
}

function settingOf({ form, isRequired }: FaultField, text: string): unknown {
  if (text === '') return isRequired && form === 'labels' ? {} : undefined;
  switch (form) {
    case 'list':
      return partsOf(text);
    case 'labels':
      return Object.fromEntries(partsOf(text).map((part) => [part.split('=')[0]?.trim(), part.split('=').slice(1).join('=').trim()]));
    case 'number':
      return Number(text);
    default:
      return text;
  }
}

function partsOf(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
