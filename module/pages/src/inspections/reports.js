// Reports of inspections: listed, and what of a report is told apart.
import { pagesOf } from '../kit/listing.js';

export function listInspections(client, query, cursor) {
  return pagesOf(client, 'inspections', 'inspections', query, cursor);
}

/** All cases that were made of it, with the report or later. */
export function raisedOf(inspection) {
  return [...(inspection.raised ?? []), ...(inspection.raised_later ?? [])];
}

export function isSelfCheck(inspection) {
  return inspection.tags?.includes('self_check') ?? false;
}

/** How a score is coloured; the words beside it say the same. */
export function lookOf(score) {
  if (!score?.grade) return 'bad';
  const percent = score.percent ?? 0;
  return percent >= 75 ? 'good' : percent >= 60 ? 'serious' : 'bad';
}
