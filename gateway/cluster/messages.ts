import * as v from 'valibot';
import { ConnectionIdSchema, type ConnectionId } from '../../protocol/connection-id';
import type { Delivery, PushContent } from '../engine/push-back';
import type { NodeName } from './node-ids';

/** What nodes tell each other. */
export type NodeMessage =
  | {
      readonly type: 'push';
      /** The sender's own number for it, which comes back with the answer. */
      readonly number: number;
      readonly from: NodeName;
      readonly ids: readonly ConnectionId[];
      readonly content: PushContent;
    }
  | { readonly type: 'pushed'; readonly number: number; readonly deliveries: readonly Delivery[] };

const ContentSchema = v.variant('action', [
  v.strictObject({ action: v.literal('closing') }),
  v.strictObject({ action: v.literal('data send'), text: v.string() }),
  v.strictObject({ action: v.literal('data send'), base64: v.string() }),
]);
const DELIVERIES = ['delivered', 'gone', 'slow', 'unreachable'] as const;

const MessageSchema = v.variant('type', [
  v.strictObject({
    type: v.literal('push'),
    number: v.number(),
    from: v.string(),
    ids: v.array(ConnectionIdSchema),
    content: ContentSchema,
  }),
  v.strictObject({
    type: v.literal('pushed'),
    number: v.number(),
    deliveries: v.array(v.picklist(DELIVERIES)),
  }),
]);

/** As text for `ClusterStore.send`; binary payloads in base64. */
export function encodeMessage(message: NodeMessage): string {
  if (message.type === 'pushed') return JSON.stringify(message);
  return JSON.stringify({ ...message, content: encodeContent(message.content) });
}

/** Undefined for what is no message of this version. */
export function decodeMessage(text: string): NodeMessage | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = v.safeParse(MessageSchema, json);
  if (!parsed.success) return undefined;
  const message = parsed.output;
  if (message.type === 'pushed') return message;
  return { ...message, content: decodeContent(message.content) };
}

function encodeContent(content: PushContent): v.InferOutput<typeof ContentSchema> {
  if (content.action === 'closing') return { action: 'closing' };
  const { action, payload } = content;
  return typeof payload === 'string'
    ? { action, text: payload }
    : { action, base64: payload.toString('base64') };
}

function decodeContent(content: v.InferOutput<typeof ContentSchema>): PushContent {
  if (content.action === 'closing') return content;
  const payload = 'text' in content ? content.text : Buffer.from(content.base64, 'base64');
  return { action: content.action, payload };
}
