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
});
