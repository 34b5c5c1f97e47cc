import { useId } from 'react';
import type { FaultField, FaultType } from '../../model/fault-schema.ts';
import type { FaultValues } from '../../model/fault-targets.ts';

/** Fields of a Fault's settings, made from the schema of its type. */
export function FaultFields({ type, first }: { readonly type: FaultType; readonly first: FaultValues }) {
  return type.fields.map((field) => <Field key={field.name} field={field} first={first[field.name] ?? ''} />);
}

function Field({ field, first }: { readonly field: FaultField; readonly first: string }) {
  const id = useId();
  const { name, description, form, choices, isRequired } = field;
  const control = { id, name, defaultValue: first, 'aria-describedby': `${id}-help` };
  return (
    <div className="field">
      <label htmlFor={id}>{name}</label>
      {form === 'choice' ? (
        <select {...control} required={isRequired}>
          {!isRequired && <option value="" />}
          {choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      ) : (
        <input {...control} required={isRequired && form !== 'labels'} {...(form === 'number' && { type: 'number', step: 'any' })} />
      )}
      <small id={`${id}-help`}>{description}</small>
    </div>
  );
}
