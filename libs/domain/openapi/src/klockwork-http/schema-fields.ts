import type { Definition } from '../definition.ts';
import { array, structField } from '../klockwork/fields.ts';

/** Prefix of the schemas of `/klockwork/v1/`. */
export const HTTP_PREFIX = 'dev.klockwork.http.v1';

export const own = (name: string, description: string): Definition => structField(description, `${HTTP_PREFIX}.${name}`);

export const strings = (description: string): Definition => array(description, { type: 'string' });

/** Value of any form; its description names the form. */
export const open = (description: string): Definition => ({ description, type: 'object' });
