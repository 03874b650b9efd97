import { ProgramSource } from '../../../bin/live-reload/program-source';
import { ROOT } from '../../support/program-under-mocks';

describe("the project's program", () => {
  it('hands its page over, which two chats would write into one file', async () => {
    const program = (onPage: (html: string) => void) => {
      onPage('<h1>mine</h1>');
    };
    const context = { root: ROOT, loadTypeScript: () => program, sourceMapOf: () => undefined };
    const source = new ProgramSource(context, 'local');
    const { load } = await source.read();
    (load() as () => void)();
    expect(source.page).toBe('<h1>mine</h1>');
  });
});
