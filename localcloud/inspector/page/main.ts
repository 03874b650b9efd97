import type { Kind } from '../entry';
import { Cloud } from './cloud';
import { ConnectionsView } from './connections-view';
import { DetailsView } from './details-view';
import { byId } from './dom';
import { FaultsView } from './faults-view';
import { Model } from './model';
import { textsFor } from './texts';
import { TimelineView } from './timeline-view';

/** As many as the cloud keeps (../timeline.ts, which is not for browsers). */
const MAX_ENTRIES = 2000;
/** How long a problem stays, in milliseconds. */
const PROBLEM_MS = 8000;

const model = new Model(MAX_ENTRIES);
let languages = textsFor(navigator.languages);
let connection: string | undefined;
let selected: number | undefined;
let state: 'connecting' | 'live' | 'lost' = 'connecting';
let problemTimer: ReturnType<typeof setTimeout> | undefined;
const hiddenKinds = new Set<Kind>();

const token = document.querySelector<HTMLMetaElement>('meta[name=inspector-token]')?.content ?? '';
const cloud = new Cloud(token, {
  all(changes) {
    model.clear();
    model.apply(changes);
    renderAll();
  },
  changes(changes) {
    const shed = model.apply(changes);
    timeline.renderSome(changes.entries, shed, languages[0], { connection, hiddenKinds });
    renderSides();
  },
  stateChanged(now) {
    state = now;
    renderState();
  },
  refused(reason) {
    const problem = byId('problem');
    const [texts] = languages;
    problem.textContent = reason === undefined ? texts.lost : texts.said(reason);
    problem.hidden = false;
    clearTimeout(problemTimer);
    problemTimer = setTimeout(() => (problem.hidden = true), PROBLEM_MS);
  },
});

const timeline = new TimelineView(model, {
  select,
  toggleKind(kind) {
    if (!hiddenKinds.delete(kind)) hiddenKinds.add(kind);
    renderAll();
  },
  filter,
});
const connections = new ConnectionsView(model, {
  filter,
  close: (id) => void cloud.ask('close', { connection: id }),
});
const faults = new FaultsView((wanted) => void cloud.ask('faults', wanted));
const details = new DetailsView(model, {
  select,
  hide() {
    const shown = selected;
    select(undefined);
    if (shown !== undefined) timeline.focus(shown);
  },
  replay(functionName, event) {
    if (event !== undefined) void cloud.ask('replay', { functionName, event });
    else if (selected !== undefined) void cloud.ask('replay', { functionName, entry: selected });
  },
});

function select(entry: number | undefined): void {
  selected = entry;
  timeline.mark(entry);
  renderSides();
}

function filter(wanted: string | undefined): void {
  connection = wanted;
  renderAll();
}

function renderAll(): void {
  const [texts, other] = languages;
  document.documentElement.lang = texts.lang;
  byId('subtitle').textContent = texts.subtitle;
  byId('clear').textContent = texts.clear;
  byId('language').textContent = texts.otherLanguage;
  byId('language').lang = other.lang;
  timeline.renderAll(texts, { connection, hiddenKinds });
  renderSides();
  renderState();
}

/** What stands beside the timeline. */
function renderSides(): void {
  const [texts] = languages;
  connections.render(texts, connection);
  faults.render(texts, model.faults);
  details.render(texts, selected === undefined ? undefined : model.entry(selected));
}

function renderState(): void {
  const element = byId('state');
  element.dataset['state'] = state;
  element.textContent = languages[0][state];
}

byId('language').addEventListener('click', () => {
  languages = [languages[1], languages[0]];
  renderAll();
});
byId('clear').addEventListener('click', () => void cloud.ask('clear', {}));
renderAll();
cloud.watch();
