import * as v from 'valibot';

const ConfigSchema = v.strictObject({
  /** Where the gateway is, ready for `new WebSocket`. */
  wsUrl: v.pipe(v.string(), v.regex(/^wss?:\/\/[^/]/, 'wsUrl is not a ws:// or wss:// address')),
  /** How long the connection may be silent before a heartbeat is sent. */
  heartbeatSeconds: v.pipe(v.number(), v.gtValue(0, 'heartbeatSeconds is not above 0')),
  /** Whether register lets in only who brings a credential. */
  isPrivate: v.optional(v.boolean(), false),
});

/** What the deployment tells the page. */
export type Config = v.InferOutput<typeof ConfigSchema>;

/**
 * Reads what the deployment wrote into the page.
 *
 * @param json the text of the page's `#config` element
 * @throws when it is not the JSON of a `Config`; the message says what is wrong
 */
export function readConfig(json: string): Config {
  return v.parse(ConfigSchema, JSON.parse(json));
}
