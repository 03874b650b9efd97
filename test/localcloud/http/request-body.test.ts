import { PassThrough } from 'node:stream';
import type { IncomingMessage } from 'node:http';
import { readBody } from '../../../localcloud/http/request-body';

function incoming(...chunks: string[]): IncomingMessage {
  const stream = new PassThrough();
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  return stream as unknown as IncomingMessage;
}

describe('the body of a request', () => {
  it('is put together from its chunks', async () => {
    expect((await readBody(incoming('ab', 'c'), 3))?.toString()).toBe('abc');
  });

  it('is nothing when it is longer than allowed, but read to its end', async () => {
    const request = incoming('ab', 'cd', 'ef');
    expect(await readBody(request, 3)).toBeUndefined();
    expect((request as unknown as PassThrough).readableEnded).toBe(true);
  });
});
