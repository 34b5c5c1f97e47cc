import { useSyncExternalStore } from 'react';
import type { TourState } from '../model/tour.ts';

const KEY = 'klockwork-tour';
const CHANGED = 'klockwork:tour';

/** Saves the progress of the tour in this browser. */
export function saveTour(state: TourState): void {
  localStorage.setItem(KEY, JSON.stringify(state));
  dispatchEvent(new Event(CHANGED));
}

/** Returns the progress of the tour; undefined at the first visit. */
export function useTour(): TourState | undefined {
  const text = useSyncExternalStore(subscribe, () => localStorage.getItem(KEY));
  return text === null ? undefined : (JSON.parse(text) as TourState);
}

function subscribe(listener: () => void): () => void {
  for (const type of ['storage', CHANGED]) addEventListener(type, listener);
  return () => {
    for (const type of ['storage', CHANGED]) removeEventListener(type, listener);
  };
}
