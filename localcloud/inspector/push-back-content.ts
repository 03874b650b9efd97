import * as v from 'valibot';
import type { PushBackRequest } from '../../protocol/push-back';

const PushBackSchema = v.looseObject({
  websocket: v.looseObject({
    action: v.string(),
    secConnectionID: v.optional(v.string()),
    secConnectionIDs: v.optional(v.array(v.string()), []),
  }),
});

export interface PushBackContent {
  readonly action: string;
  /** The connections that it is for. */
  readonly targets: readonly string[];
}

/** About how long a push-back's text is. */
export function countCharacters({ websocket }: PushBackRequest): number {
  let count = 0;
  for (const value of Object.values<unknown>(websocket)) {
    count += typeof value === 'string' ? value.length : JSON.stringify(value).length;
  }
  return count;
}

/** What a push-back asks for, also where the gateway would not take it. */
export function describePushBack(body: unknown): PushBackContent {
  const parsed = v.safeParse(PushBackSchema, body);
  if (!parsed.success) return { action: 'malformed', targets: [] };
  const { action, secConnectionID, secConnectionIDs } = parsed.output.websocket;
  return {
    action,
    targets: secConnectionID === undefined ? secConnectionIDs : [secConnectionID],
  };
}
