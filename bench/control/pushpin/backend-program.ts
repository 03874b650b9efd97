/** A chat behind Pushpin: members subscribe to one channel, and a message is published to it. */
export interface BackendProgram {
  /** Where Pushpin finds it, given where Pushpin takes what is published. */
  listen(input: { readonly publishPort: number }): Promise<{ readonly port: number }>;
}
