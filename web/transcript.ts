import * as v from 'valibot';
import { DELIVERIES, type Message } from './message';
import type { PageStorage } from './storage';

const NAME = 'transcript';

/** The newest messages that are kept. */
const KEPT_MESSAGES = 200;
/** Characters of all that is kept: 4 MB as browsers count, which store about 5 MB for a site. */
const KEPT_CHARACTERS = 2 * 1024 * 1024;

const entry = { id: v.number(), at: v.number() };
const TranscriptSchema = v.array(
  v.variant('from', [
    v.strictObject({
      ...entry,
      from: v.literal('me'),
      text: v.string(),
      delivery: v.picklist(DELIVERIES),
    }),
    v.strictObject({ ...entry, from: v.literal('other'), text: v.string() }),
    v.strictObject({ ...entry, from: v.literal('note'), binaryBytes: v.number() }),
  ]),
);

/** Keeps the messages for this tab, for when it loads the page again. */
export function saveTranscript(storage: PageStorage, messages: readonly Message[]): void {
  const kept: string[] = [];
  let characters = 0;
  for (const message of messages.slice(-KEPT_MESSAGES).reverse()) {
    const json = JSON.stringify(message);
    characters += json.length;
    if (characters > KEPT_CHARACTERS) break;
    kept.unshift(json);
  }
  storage.write(NAME, `[${kept.join(',')}]`);
}

/** The messages that this tab has kept, oldest first; none when they are not readable. */
export function readTranscript(storage: PageStorage): readonly Message[] {
  try {
    return v.parse(TranscriptSchema, JSON.parse(storage.read(NAME) ?? '[]'));
  } catch {
    // Another version of the page has written it.
    return [];
  }
}
