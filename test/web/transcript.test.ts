import { MAX_MESSAGE_BYTES, type Message } from '../../web/message';
import { readTranscript, saveTranscript } from '../../web/transcript';

class MemoryStorage {
  readonly texts = new Map<string, string>();

  read(name: string): string | null {
    return this.texts.get(name) ?? null;
  }

  write(name: string, text: string): void {
    this.texts.set(name, text);
  }
}

describe('transcript', () => {
  let storage: MemoryStorage;

  beforeEach(() => {
    storage = new MemoryStorage();
  });

  it('gives back what was saved', () => {
    const messages: Message[] = [
      { from: 'other', id: 1, at: 10, text: 'hello' },
      { from: 'me', id: 2, at: 20, text: 'hi', delivery: 'failed' },
      { from: 'note', id: 3, at: 30, binaryBytes: 5 },
    ];
    saveTranscript(storage, messages);
    expect(readTranscript(storage)).toEqual(messages);
  });

  it('keeps the newest 200 messages', () => {
    const messages = Array.from({ length: 201 }, (_, id): Message => {
      return { from: 'other', id, at: id, text: 'hello' };
    });
    saveTranscript(storage, messages);
    expect(readTranscript(storage)).toEqual(messages.slice(1));
  });

  it('keeps as many of the newest as browsers store, however long they are', () => {
    const messages = Array.from({ length: 200 }, (_, id): Message => {
      return { from: 'other', id, at: id, text: '你'.repeat(MAX_MESSAGE_BYTES / 3) };
    });
    saveTranscript(storage, messages);
    const kept = readTranscript(storage);
    expect(kept.length).toBeGreaterThan(50);
    expect(kept).toEqual(messages.slice(-kept.length));
    // Browsers count two bytes for each of its characters.
    expect((storage.read('transcript') ?? '').length * 2).toBeLessThan(5_000_000);
  });

  it('keeps nothing where the newest message alone is too long', () => {
    saveTranscript(storage, [{ from: 'other', id: 1, at: 1, text: 'hello' }]);
    saveTranscript(storage, [{ from: 'other', id: 2, at: 2, text: 'x'.repeat(6 * 1024 * 1024) }]);
    expect(readTranscript(storage)).toEqual([]);
  });

  it.each(['', '{}', '[{"from":"me","id":1,"at":1,"text":"no delivery"}]'])(
    'is empty when %j is what was kept',
    (json) => {
      storage.write('transcript', json);
      expect(readTranscript(storage)).toEqual([]);
    },
  );

  it('is empty in a new tab', () => {
    expect(readTranscript(storage)).toEqual([]);
  });
});
