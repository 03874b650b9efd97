import { ProgramSource } from '../../../bin/live-reload/program-source';
import { ROOT } from '../../support/program-under-mocks';

interface Listener {
  readonly onPage: (html: string) => void;
  readonly onWarning: (text: string) => void;
}

/** Runs a program as a chat does, so often; gives its page and what was said of it. */
async function run(program: (listener: Listener) => void, times = 1) {
  const warnings: string[] = [];
  const context = { root: ROOT, loadTypeScript: () => program, sourceMapOf: () => undefined };
  const source = new ProgramSource(context, 'local', (text) => warnings.push(text));
  const { load } = await source.read();
  for (let time = 0; time < times; time += 1) (load() as () => void)();
  return { page: source.page, warnings };
}

describe("the project's program", () => {
  it('hands its page over, which two chats would write into one file', async () => {
    const { page } = await run(({ onPage }) => {
      onPage('<h1>mine</h1>');
    });
    expect(page).toBe('<h1>mine</h1>');
  });

  it('warns of each thing once, however often it runs', async () => {
    const { warnings } = await run(({ onWarning }) => {
      onWarning('it speaks ws');
    }, 2);
    expect(warnings).toEqual(['it speaks ws']);
  });
});
