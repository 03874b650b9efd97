import type { Entry, SettableFaults } from '../entry';
import { FAULT_FIELDS } from './faults';
import type { Model } from './model';
import type { Texts } from './texts';

/** What an entry is called, in the reader's language. */
export function entryTitle({ title, faults }: Entry, model: Model, texts: Texts): string {
  return faults ? faultsTitle(faults, texts) : texts.said(model.shortTitle(title));
}

function faultsTitle(faults: SettableFaults, texts: Texts): string {
  const set = FAULT_FIELDS.flatMap((field) => {
    const value = field.read(faults);
    if (value === '') return [];
    const label = texts.fault[field.label];
    if (field.type === 'switch') return [label];
    return [`${label} ${field.type === 'number' ? `${value} ${field.unit}` : texts.said(value)}`];
  });
  return set.length === 0 ? texts.said('no faults') : set.join(' · ');
}
