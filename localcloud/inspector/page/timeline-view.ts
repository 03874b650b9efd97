import { KINDS, type Entry, type Kind } from '../entry';
import { connectionName } from './connection-name';
import { byId, durationText, make, timeText } from './dom';
import { entryTitle } from './entry-title';
import { passes, type Filter, type Model } from './model';
import type { Texts } from './texts';

/** So near the end, in pixels, the reader counts as being there. */
const NEAR_END = 40;
/** More names of connections than that do not fit into a row. */
const MAX_NAMES = 3;

export interface TimelineActions {
  select(entry: number): void;
  toggleKind(kind: Kind): void;
  filter(connection: undefined): void;
}

/** What happened, the latest at the end. */
export class TimelineView {
  private readonly list = byId('timeline');
  private readonly rows = new Map<number, HTMLLIElement>();
  private selected: number | undefined;

  constructor(
    private readonly model: Model,
    private readonly actions: TimelineActions,
  ) {}

  /** Makes everything anew, in another language or through another filter. */
  renderAll(texts: Texts, filter: Filter): void {
    this.rows.clear();
    this.list.replaceChildren();
    this.renderBar(texts, filter);
    this.renderSome(this.model.all(), [], texts, filter);
    this.list.scrollTop = this.list.scrollHeight;
  }

  renderSome(
    entries: readonly Entry[],
    shed: readonly number[],
    texts: Texts,
    filter: Filter,
  ): void {
    const { scrollTop, clientHeight, scrollHeight } = this.list;
    const wasAtEnd = scrollTop + clientHeight >= scrollHeight - NEAR_END;
    for (const id of shed) {
      this.rows.get(id)?.remove();
      this.rows.delete(id);
    }
    for (const entry of entries) {
      const row = this.row(entry, texts);
      row.hidden = !passes(entry, filter);
      const before = this.rows.get(entry.id);
      if (before) before.replaceChildren(...row.childNodes);
      else {
        this.rows.set(entry.id, row);
        this.list.append(row);
      }
    }
    byId('empty').textContent = texts.empty;
    byId('empty').hidden = this.rows.size > 0;
    if (wasAtEnd) this.list.scrollTop = this.list.scrollHeight;
  }

  /** Marks the entry whose details are shown. */
  mark(id: number | undefined): void {
    this.buttonOf(this.selected)?.removeAttribute('aria-current');
    this.selected = id;
    this.buttonOf(id)?.setAttribute('aria-current', 'true');
  }

  /** Puts the focus on an entry's row. */
  focus(id: number): void {
    this.buttonOf(id)?.focus();
  }

  private buttonOf(id: number | undefined): HTMLButtonElement | null | undefined {
    return id === undefined ? undefined : this.rows.get(id)?.querySelector('button');
  }

  private renderBar(texts: Texts, { connection, hiddenKinds }: Filter): void {
    byId('timeline-title').textContent = texts.timeline;
    byId('kinds').replaceChildren(
      ...KINDS.map((kind) => {
        const button = make('button', { type: 'button', className: 'kind' }, texts.kind[kind]);
        button.dataset['kind'] = kind;
        button.setAttribute('aria-pressed', String(!hiddenKinds.has(kind)));
        button.addEventListener('click', () => this.actions.toggleKind(kind));
        return button;
      }),
    );
    const filtered = byId('filtered');
    filtered.hidden = connection === undefined;
    if (connection !== undefined) {
      filtered.textContent = texts.showAll(`#${this.model.numberOf(connection)}`);
      filtered.onclick = () => this.actions.filter(undefined);
    }
  }

  private row(entry: Entry, texts: Texts): HTMLLIElement {
    const { id, at, kind, outcome, result, connections, targets, call, durationMs } = entry;
    const title = entryTitle(entry, this.model, texts);
    const shown = targets ?? connections;
    const names = shown.slice(0, MAX_NAMES).map((one) => connectionName(this.model, one));
    const more = shown.length > MAX_NAMES ? [`+${shown.length - MAX_NAMES}`] : [];
    const button = make(
      'button',
      { type: 'button', className: 'entry' },
      make('time', {}, timeText(at)),
      make('span', { className: 'kind' }, texts.kind[kind]),
      make('span', { className: 'title', title: entry.faults ? title : entry.title }, title),
      make('span', { className: 'names' }, ...(targets ? ['→'] : []), ...names, ...more),
      make(
        'span',
        { className: 'result' },
        outcome === 'running' ? texts.running : texts.said(result),
      ),
      make(
        'span',
        { className: 'duration' },
        durationMs === undefined ? '' : durationText(durationMs),
      ),
    );
    Object.assign(button.dataset, { kind, outcome, id: String(id) });
    button.classList.toggle('part', call !== undefined);
    if (id === this.selected) button.setAttribute('aria-current', 'true');
    button.addEventListener('click', () => this.actions.select(id));
    return make('li', {}, button);
  }
}
