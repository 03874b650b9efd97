import { Readable } from 'node:stream';
import type { HttpAnswer } from '../../localcloud/http/http-answer';

/** The whole body as text. Throws where it is a stream, which has no end to wait for. */
export function answerText({ body = '' }: HttpAnswer): string {
  if (body instanceof Readable) throw new Error('the answer is a stream');
  return body.toString();
}
