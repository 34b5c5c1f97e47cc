/** Position in the log: 1, 2, 3 … without gaps. Its text is the object's `resourceVersion`. */
export type Revision = number;
