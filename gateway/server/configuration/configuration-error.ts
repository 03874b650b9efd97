/** What whoever configured the gateway has to mend; the messages hold no secret. */
export class ConfigurationError extends Error {
  constructor(
    readonly problems: readonly string[],
    options?: ErrorOptions,
  ) {
    super(
      `The configuration is wrong.\n${problems.map((text) => `- ${text}`).join('\n')}`,
      options,
    );
    this.name = 'ConfigurationError';
  }
}
