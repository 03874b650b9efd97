import { SignJWT } from 'jose';
import { JOSEError } from 'jose/errors';
import { AccessError, openAccess } from '../../../functions/access/access';
import { jsonWebToken } from '../../../functions/access/json-web-token';
import { sharedToken } from '../../../functions/access/shared-token';
import { jwtSubprotocol, tokenSubprotocol } from '../../../protocol/access';
import { SkippingClock } from '../../support/skipping-clock';

const TOKEN = 'für alle, die ihn haben ✓';
const KEY = 'a key that is long enough for HS256';
const clock = new SkippingClock();
const nowSeconds = clock.now() / 1000;

async function reasonOf(check: Promise<void>): Promise<string> {
  const error: unknown = await check.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error === undefined) return 'let in';
  expect(error).toBeInstanceOf(AccessError);
  const { errNo, detail } = error as AccessError;
  expect(errNo).toBe(205);
  return detail;
}

function sign(claims: object, alg = 'HS256', key = KEY): Promise<string> {
  return new SignJWT({ ...claims }).setProtectedHeader({ alg }).sign(Buffer.from(key));
}

describe('access control', () => {
  it('lets everybody in when it is off', async () => {
    await expect(openAccess.check([])).resolves.toBeUndefined();
  });

  it.each([
    [['scf-chat', tokenSubprotocol(TOKEN)], 'let in'],
    [[tokenSubprotocol(TOKEN)], 'let in'],
    [['scf-chat'], 'a token is needed'],
    [[], 'a token is needed'],
    [['scf-chat', tokenSubprotocol(`${TOKEN}.`)], 'the token is not the right one'],
    [['scf-chat', tokenSubprotocol('')], 'the token is not the right one'],
    [['scf-chat', TOKEN], 'a token is needed'],
  ])('by a shared token answers an offer of %j with: %s', async (offered, expected) => {
    expect(await reasonOf(sharedToken(TOKEN).check(offered))).toBe(expected);
  });

  it('carries a token in a name that is a valid subprotocol', () => {
    expect(tokenSubprotocol('??>>ÿ')).toMatch(/^scf-chat\.token\.[A-Za-z0-9_-]+$/);
  });

  it.each([
    ['a valid JWT', () => sign({ exp: nowSeconds + 60 }), 'let in'],
    ['an expired one', () => sign({ exp: nowSeconds - 1 }), 'the JWT has expired'],
    ['one that never expires', () => sign({}), 'the JWT is not valid'],
    [
      'one not valid yet',
      () => sign({ exp: nowSeconds + 60, nbf: nowSeconds + 30 }),
      'the JWT is not valid',
    ],
    [
      'one of another key',
      () => sign({ exp: nowSeconds + 60 }, 'HS256', `${KEY}!`),
      'the JWT is not valid',
    ],
    [
      'one of another algorithm',
      () => sign({ exp: nowSeconds + 60 }, 'HS512', KEY.repeat(2)),
      'the JWT is not valid',
    ],
    [
      'one without a signature',
      () => Promise.resolve('eyJhbGciOiJub25lIn0.eyJleHAiOjk5OTk5OTk5OTl9.'),
      'the JWT is not valid',
    ],
    ['no JWT at all', () => Promise.resolve('x'), 'the JWT is not valid'],
  ] as const)('by JWT meets %s', async (_case, jwt, expected) => {
    const offered = ['scf-chat', jwtSubprotocol(await jwt())];
    expect(await reasonOf(jsonWebToken(KEY, clock).check(offered))).toBe(expected);
  });

  it('by JWT keeps the cause of a refusal, and takes no fault of its own for one', async () => {
    const check = (jwt: string, at: SkippingClock) =>
      jsonWebToken(KEY, at).check([jwtSubprotocol(jwt)]);
    await expect(check('x', clock)).rejects.toHaveProperty('cause', expect.any(JOSEError));
    const jwt = await sign({ exp: nowSeconds + 60 });
    const broken = new SkippingClock();
    jest.spyOn(broken, 'now').mockImplementation(() => {
      throw new TypeError('there is no time');
    });
    await expect(check(jwt, broken)).rejects.toThrow(TypeError);
  });

  it('by JWT wants one', async () => {
    expect(await reasonOf(jsonWebToken(KEY, clock).check(['scf-chat']))).toBe('a JWT is needed');
  });
});
