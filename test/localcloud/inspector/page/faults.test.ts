import * as v from 'valibot';
import type { SettableFaults } from '../../../../localcloud/inspector/entry';
import { FAULT_FIELDS } from '../../../../localcloud/inspector/page/faults';
import { FaultsSchema } from '../../../../localcloud/inspector/wishes';

/** What somebody may choose or type in a field. */
function valuesOf(field: (typeof FAULT_FIELDS)[number]): readonly string[] {
  switch (field.type) {
    case 'choice':
      return field.choices;
    case 'number':
      return ['0', '50'];
    case 'switch':
      return ['on'];
  }
}

describe('the form of faults', () => {
  it.each(FAULT_FIELDS.map((field) => [field.name, field] as const))(
    'sets %s to what the cloud takes, shows it, and takes it off again',
    (_name, field) => {
      for (const value of valuesOf(field)) {
        const faults = field.write({ listLagMs: 1, functions: { register: 'crash' } }, value);
        expect(v.is(FaultsSchema, faults)).toBe(true);
        expect(field.read(faults)).toBe(value);
        expect(field.read(field.write(faults, ''))).toBe('');
      }
    },
  );

  it('has a field for every fault there is', () => {
    const all = FAULT_FIELDS.reduce<SettableFaults>(
      (faults, field) => field.write(faults, valuesOf(field).at(-1) ?? ''),
      {},
    );
    expect(Object.keys(all).sort()).toEqual(Object.keys(FaultsSchema.entries).sort());
  });

  it('leaves nothing behind when everything is off', () => {
    const [transport] = FAULT_FIELDS.filter(({ name }) => name === 'transport');
    expect(transport?.write({ functions: { transport: 'crash' } }, '')).toEqual({});
  });
});
