import type { ReactNode } from 'react';
import type { Selection } from '../../../store/address.ts';
import type { LabObject } from '../../../store/row.ts';
import type { SelectedObject } from '../selected-object.ts';

/** Object of an action, and the way to perform it. */
export interface ActionProps extends SelectedObject {
  readonly object: LabObject;
  /** Sends a request; its refusal is shown beside the actions. */
  readonly act: (request: () => Promise<unknown>) => void;
}

/** Action on an object of the present. */
export interface ObjectAction {
  readonly id: string;
  /** True for objects with this action. */
  appliesTo(selection: Selection): boolean;
  /** Buttons. */
  readonly Buttons: (props: ActionProps) => ReactNode;
}
