interface Walk {
  readonly texts: readonly string[];
  readonly at: number;
  /** What was in the box before. */
  readonly draft: string;
}

/** Walks through what was sent before, as a shell does. */
export class Recall {
  private walk: Walk | undefined;

  /** @param sentTexts oldest first */
  constructor(private readonly sentTexts: () => readonly string[]) {}

  /**
   * The text before the one in the box, or undefined when there is none to show: at the oldest, or
   * when the box holds a text of its own and the caret is not at its start.
   */
  older(text: string, caretAtStart: boolean): string | undefined {
    const texts = this.sentTexts();
    const walk =
      this.walkAt(text) ?? (caretAtStart ? { texts, at: texts.length, draft: text } : undefined);
    return walk && this.show(walk, walk.at - 1);
  }

  /** The text after the recalled one in the box, the draft after the newest; undefined otherwise. */
  newer(text: string): string | undefined {
    const walk = this.walkAt(text);
    return walk && (this.show(walk, walk.at + 1) ?? this.leave(walk));
  }

  private show(walk: Walk, at: number): string | undefined {
    const text = walk.texts[at];
    if (text !== undefined) this.walk = { ...walk, at };
    return text;
  }

  private leave({ draft }: Walk): string {
    this.walk = undefined;
    return draft;
  }

  /** The walk under way, unless the text was edited since. */
  private walkAt(text: string): Walk | undefined {
    return this.walk?.texts[this.walk.at] === text ? this.walk : undefined;
  }
}
