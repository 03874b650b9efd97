import {
  hideSecrets,
  HIDDEN,
  queryWithoutSignature,
} from '../../../localcloud/inspector/hide-secrets';
import { jwtSubprotocol, tokenSubprotocol } from '../../../protocol/access';

describe('what the inspector hides', () => {
  it('are the tokens in offered subprotocols, to the last character', () => {
    const token = tokenSubprotocol('open sesame');
    const jwt = jwtSubprotocol('eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjF9.c2lnbmF0dXJl-_');
    const event = JSON.stringify({
      websocket: { secWebSocketProtocol: `scf-chat, ${token},${jwt}` },
    });
    expect(JSON.parse(hideSecrets(event, []))).toEqual({
      websocket: {
        secWebSocketProtocol: `scf-chat, scf-chat.token.${HIDDEN},scf-chat.jwt.${HIDDEN}`,
      },
    });
  });

  it('are the keys of accounts and roles, wherever they stand', () => {
    expect(hideSecrets('env: s3cret/s3cret and t0ken', ['s3cret', 't0ken'])).toBe(
      `env: ${HIDDEN}/${HIDDEN} and ${HIDDEN}`,
    );
  });

  it('is nothing else', () => {
    const text = 'I like scf-chat.tokens, and scf-chat.jwt';
    expect(hideSecrets(text, ['other'])).toBe(text);
  });

  it('is what signs a URL', () => {
    const query = 'prefix=a&q-ak=AKID&q-signature=1f&x-cos-security-token=t&X-Amz-Signature=2e';
    expect(queryWithoutSignature(query)).toBe('prefix=a');
  });
});
