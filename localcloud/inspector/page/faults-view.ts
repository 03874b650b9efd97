import type { SettableFaults } from '../entry';
import { byId, make } from './dom';
import { FAULT_FIELDS, type FaultField } from './faults';
import type { Texts } from './texts';

/** The form that makes trouble; what is chosen counts at once. */
export class FaultsView {
  private readonly form = byId('faults');
  private shown = '';

  constructor(private readonly onChange: (faults: SettableFaults) => void) {}

  render(texts: Texts, faults: SettableFaults): void {
    const text = texts.lang + JSON.stringify(faults);
    // What somebody is typing stays while other things change.
    if (text === this.shown) return;
    this.shown = text;
    const count = FAULT_FIELDS.filter((field) => field.read(faults) !== '').length;
    byId('faults-title').textContent = `${texts.faults}${count > 0 ? ` ${count}` : ''}`;
    const calm = make('button', { type: 'button', disabled: count === 0 }, texts.calm);
    calm.addEventListener('click', () => this.onChange({}));
    const focused = document.activeElement?.id;
    this.form.replaceChildren(
      ...FAULT_FIELDS.map((field) => this.field(field, texts, faults)),
      calm,
    );
    if (focused?.startsWith('fault-') === true) document.getElementById(focused)?.focus();
  }

  private field(field: FaultField, texts: Texts, faults: SettableFaults): HTMLElement {
    const value = field.read(faults);
    const control = controlOf(field, texts, value);
    control.id = `fault-${field.name}`;
    control.addEventListener('change', () => {
      const isSwitch = control instanceof HTMLInputElement && control.type === 'checkbox';
      const now = isSwitch ? (control.checked ? 'on' : '') : control.value;
      this.onChange(field.write(faults, now));
    });
    const unit = field.type === 'number' ? [make('span', { className: 'unit' }, field.unit)] : [];
    const label = make('label', {}, make('span', {}, texts.fault[field.label]), control, ...unit);
    label.classList.toggle('on', value !== '');
    return label;
  }
}

function controlOf(
  field: FaultField,
  texts: Texts,
  value: string,
): HTMLSelectElement | HTMLInputElement {
  switch (field.type) {
    case 'choice': {
      const options = ['', ...field.choices].map((choice) =>
        make(
          'option',
          { value: choice, selected: choice === value },
          choice === '' ? texts.none : texts.said(choice),
        ),
      );
      return make('select', {}, ...options);
    }
    case 'number':
      return make('input', { type: 'number', step: '1', value, placeholder: texts.none });
    case 'switch':
      return make('input', { type: 'checkbox', checked: value === 'on' });
  }
}
