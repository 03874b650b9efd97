import type { Entry } from '../entry';
import { connectionName } from './connection-name';
import { byId, durationText, make, timeText } from './dom';
import { entryTitle } from './entry-title';
import { readable, type Model } from './model';
import type { Texts } from './texts';

export interface DetailsActions {
  select(entry: number): void;
  hide(): void;
  /** With the event that was written, or else with the entry's own. */
  replay(functionName: string, event: string | undefined): void;
}

/** All that is known of one entry. */
export class DetailsView {
  private readonly panel = byId('details');
  private shown = '';

  constructor(
    private readonly model: Model,
    private readonly actions: DetailsActions,
  ) {}

  render(texts: Texts, entry: Entry | undefined): void {
    this.panel.hidden = entry === undefined;
    const text = texts.lang + JSON.stringify(entry ?? '');
    // A draft of an event stays while other things happen.
    if (text === this.shown) return;
    this.shown = text;
    if (!entry) {
      this.panel.replaceChildren();
      return;
    }
    const title = entryTitle(entry, this.model, texts);
    this.panel.setAttribute('aria-label', title);
    const hide = make('button', { type: 'button', className: 'hide', title: texts.hide }, '✕');
    hide.setAttribute('aria-label', texts.hide);
    hide.addEventListener('click', () => this.actions.hide());
    this.panel.replaceChildren(
      make('div', { className: 'bar' }, make('h2', {}, title), hide),
      this.facts(entry, texts),
      ...block(texts.payload, entry.payload),
      ...block(texts.answer, entry.answer),
      ...block(texts.log, entry.log),
      ...(entry.replayable === undefined ? [] : [this.replay(entry, entry.replayable, texts)]),
    );
  }

  private facts(entry: Entry, texts: Texts): HTMLElement {
    const { kind, at, outcome, result, durationMs, connections, targets, call } = entry;
    const took = durationMs === undefined ? '' : ` · ${durationText(durationMs)}`;
    const facts = make(
      'p',
      { className: 'facts' },
      make('span', { className: 'kind' }, texts.kind[kind]),
      make('span', {}, `${timeText(at)}${took}`),
      make(
        'span',
        { className: 'result' },
        outcome === 'running' ? texts.running : texts.said(result),
      ),
      ...(targets ? ['→'] : []),
      ...(targets ?? connections).map((one) => connectionName(this.model, one)),
    );
    Object.assign(facts.dataset, { kind, outcome });
    const caller = call === undefined ? undefined : this.model.entry(call);
    if (caller) {
      const link = make(
        'button',
        { type: 'button', className: 'link' },
        entryTitle(caller, this.model, texts),
      );
      link.addEventListener('click', () => this.actions.select(caller.id));
      facts.append(make('span', {}, `${texts.partOf} `, link));
    }
    return facts;
  }

  private replay(entry: Entry, functionName: string, texts: Texts): HTMLElement {
    const original = readable(entry.payload ?? '');
    const event = make('textarea', { value: original, rows: 9, spellcheck: false });
    event.id = 'replay-event';
    event.setAttribute('aria-label', texts.payload);
    const names = this.model.functions.map((name) =>
      make('option', { value: name, selected: name === functionName }, name),
    );
    const target = make('select', {}, ...names);
    const send = make('button', { type: 'submit', className: 'primary' }, texts.asItWas);
    event.addEventListener('input', () => {
      send.textContent = event.value === original ? texts.asItWas : texts.asEdited;
    });
    const form = make(
      'form',
      { className: 'replay' },
      make('h3', {}, texts.replay),
      make('p', { className: 'hint' }, texts.replayHint),
      event,
      make('label', {}, make('span', {}, texts.replayInto), target),
      send,
    );
    form.addEventListener('submit', (submit) => {
      submit.preventDefault();
      this.actions.replay(target.value, event.value === original ? undefined : event.value);
    });
    return form;
  }
}

function block(title: string, text: string | undefined): HTMLElement[] {
  if (text === undefined || text === '') return [];
  const pre = make('pre', { tabIndex: 0 }, readable(text));
  pre.setAttribute('aria-label', title);
  return [make('h3', {}, title), pre];
}
