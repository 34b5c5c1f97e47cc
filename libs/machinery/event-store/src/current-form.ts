import { parseJson } from '@klockwork/kernel';
import { currentClock, type KubeObject, type ObjectKey, resources } from '@klockwork/resources';

/** Text that only a Clock of an older version holds. */
const OLD_CLOCK = '"fired":{';

/**
 * Returns the text of a stored object in the form of today. An event is never rewritten: its checksum is of what was written, so that
 * objects of older versions are brought up to date each time they are read.
 */
export function currentJson({ group, resource }: ObjectKey, json: string): string {
  if (resource !== resources.clocks.resource || group !== resources.clocks.group || !json.includes(OLD_CLOCK)) return json;
  return JSON.stringify(currentClock(parseJson(json) as KubeObject));
}
