import { answerText } from '../../support/answer-text';
import { PageEndpoint } from '../../../localcloud/http/page-endpoint';

function ask(page: PageEndpoint, method: string, path: string) {
  return page.answer({ method, path, query: '', headers: {}, body: Buffer.alloc(0) });
}

describe('the address of the local cloud itself', () => {
  it('has nothing but the page', async () => {
    expect((await ask(new PageEndpoint(), 'GET', '/favicon.ico')).status).toBe(404);
  });

  it('says to a POST without X-TC-Action what is missing', async () => {
    const answer = await ask(new PageEndpoint(), 'POST', '/');
    expect([answer.status, answerText(answer)]).toEqual([
      405,
      expect.stringContaining('X-TC-Action') as string,
    ]);
  });

  it('says so when the file of the page has gone', async () => {
    const page = new PageEndpoint();
    page.publish('/nonexistent/page.html');
    const answer = await ask(page, 'GET', '/');
    expect([answer.status, answerText(answer)]).toEqual([
      500,
      expect.stringContaining('cannot be read any more') as string,
    ]);
    expect(answerText(answer)).not.toContain('/nonexistent');
  });
});
