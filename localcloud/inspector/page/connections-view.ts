import type { OpenConnection } from '../entry';
import { connectionName } from './connection-name';
import { byId, make, timeText } from './dom';
import type { Model } from './model';
import type { Texts } from './texts';

/** As many as anybody looks at; a full list would be made anew with every message. */
const MAX_SHOWN = 100;

export interface ConnectionsActions {
  filter(connection: string | undefined): void;
  close(connection: string): void;
}

/** Who is connected now. */
export class ConnectionsView {
  private readonly list = byId('connections');

  constructor(
    private readonly model: Model,
    private readonly actions: ConnectionsActions,
  ) {}

  render(texts: Texts, selected: string | undefined): void {
    const all = [...this.model.connections.values()];
    const focused = this.list.contains(document.activeElement)
      ? (document.activeElement as HTMLElement).dataset['key']
      : undefined;
    byId('connections-title').textContent = `${texts.connections} ${all.length}`;
    byId('nobody').textContent =
      all.length === 0 ? texts.nobody : texts.more(all.length - MAX_SHOWN);
    byId('nobody').hidden = all.length > 0 && all.length <= MAX_SHOWN;
    const shown = all.slice(0, MAX_SHOWN);
    this.list.replaceChildren(...shown.map((one) => this.item(one, texts, one.id === selected)));
    // The list is made anew, and the focus must not be lost by that.
    for (const button of this.list.querySelectorAll('button')) {
      if (focused !== undefined && button.dataset['key'] === focused) button.focus();
    }
  }

  private item(connection: OpenConnection, texts: Texts, isSelected: boolean): HTMLElement {
    const { id, since, received, pushed, environment } = connection;
    const name = `#${this.model.numberOf(id)}`;
    const select = make(
      'button',
      { type: 'button', className: 'select', title: texts.onlyThis(name) },
      connectionName(this.model, id),
      make(
        'span',
        {},
        make('span', {}, texts.counts(received, pushed)),
        make('small', {}, `${texts.since(timeText(since).slice(0, 8))} · ${environment}`),
      ),
    );
    select.dataset['key'] = `select ${id}`;
    select.setAttribute('aria-pressed', String(isSelected));
    select.addEventListener('click', () => this.actions.filter(isSelected ? undefined : id));
    const close = make('button', { type: 'button', title: texts.closeThis(name) }, texts.close);
    close.dataset['key'] = `close ${id}`;
    close.addEventListener('click', () => this.actions.close(id));
    return make('li', {}, select, close);
  }
}
