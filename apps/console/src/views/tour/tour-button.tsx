import { NEW_TOUR } from '../../model/tour.ts';
import { saveTour, useTour } from '../../store/tour-store.ts';
import { TEXTS } from '../../texts.ts';

/** Starts a left tour again, at its last step. */
export function TourButton() {
  const tour = useTour();
  if (tour === undefined || tour.isOpen) return undefined;
  return (
    <button type="button" onClick={() => saveTour({ ...NEW_TOUR, ...tour, isOpen: true })}>
      {TEXTS.tour.title}
    </button>
  );
}
