import { SignJWT } from 'jose';
import { jwtSubprotocol, tokenSubprotocol } from '../../protocol/access';
import { ChatOnLocalCloud } from '../support/chat-on-local-cloud';

const SECRET = 'a secret that is long enough';

function jwt(expiresIn: string): Promise<string> {
  return new SignJWT({})
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime(expiresIn)
    .sign(Buffer.from(SECRET));
}

describe.each([
  [
    'ACCESS_TOKEN',
    () => Promise.resolve(tokenSubprotocol(SECRET)),
    () => Promise.resolve(tokenSubprotocol('another')),
  ],
  [
    'ACCESS_JWT_KEY',
    async () => jwtSubprotocol(await jwt('1 minute')),
    async () => jwtSubprotocol(await jwt('-1 minute')),
  ],
])('a chat with %s', (variable, right, wrong) => {
  let chat: ChatOnLocalCloud;
  beforeAll(async () => {
    chat = await ChatOnLocalCloud.start({}, { [variable]: SECRET });
  });
  afterAll(() => chat.close());

  it('lets in who brings the right one, and never repeats it', async () => {
    const offered = await right();
    const { webSocket } = await chat.join(offered);
    expect(webSocket.protocol).toBe('scf-chat');
    await expect(chat.registered()).resolves.toHaveLength(1);
    expect(JSON.stringify(chat.events)).not.toContain(offered);
    await chat.emptyOut();
  });

  it('keeps out who brings a wrong one, or none, and says why without repeating it', async () => {
    const offered = await wrong();
    await expect(chat.join(offered)).rejects.toThrow('403');
    await expect(chat.join()).rejects.toThrow('403');
    await expect(chat.registered()).resolves.toEqual([]);
    expect(chat.answers('register').map(({ errNo }) => errNo)).toEqual([205, 205]);
    expect(JSON.stringify(chat.events)).not.toContain(offered);
    expect(JSON.stringify(chat.events)).not.toContain(SECRET);
  });
});
