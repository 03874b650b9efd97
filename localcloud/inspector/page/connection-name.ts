import { make } from './dom';
import type { Model } from './model';

/** Steps on the colour wheel, so far apart that neighbours differ (the golden angle, in degrees). */
const HUE_STEP = 137.5;

/** A connection's short name in its colour; its id on hovering. */
export function connectionName(model: Model, id: string): HTMLElement {
  const number = model.numberOf(id);
  const name = make('span', { className: 'connection', title: id }, `#${number}`);
  name.style.setProperty('--hue', String(Math.round(number * HUE_STEP) % 360));
  return name;
}
