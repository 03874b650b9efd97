/**
 * Finds an element that the page's own HTML holds.
 *
 * @throws when it does not, or when it is of another kind
 */
export function element<T extends Element>(selector: string, kind: new () => T): T {
  const found = document.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`The page has no ${selector}.`);
}

/** Makes an element; strings become text nodes. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  ...content: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...content);
  return made;
}

/** Makes a text that is heard and not seen. */
export function makeUnseen(text: string): HTMLElement {
  return make('span', 'for-screen-readers', text);
}

/** Sets an element's text, unless it says so already: a live region would say it again. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
