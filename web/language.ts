import type { Formats } from './formats';
import { formatsOf } from './formats';
import type { Texts } from './texts';
import { en, zh } from './texts';

/** What the page says, and how it writes numbers and times. */
export interface Language {
  /** Of the texts; a BCP 47 tag. */
  readonly lang: string;
  readonly texts: Texts;
  readonly formats: Formats;
}

/** A part of the page that can change over to another language at any time. */
export interface Speaker {
  speak(language: Language): void;
}

const ENGLISH = { matches: /^en\b/i, lang: 'en', texts: en };
const LANGUAGES = [{ matches: /^zh\b/i, lang: 'zh-Hans', texts: zh }, ENGLISH];

/**
 * Picks the first of the reader's languages that the page speaks, or English.
 *
 * @param preferred BCP 47 tags, best first, such as `navigator.languages`
 * @param chosen the `lang` that the reader has asked the page for, if any; it beats the others
 */
export function pickLanguage(preferred: readonly string[], chosen?: string | null): Language {
  const asked = LANGUAGES.filter(({ lang }) => lang === chosen);
  const candidates = asked.length > 0 ? asked : LANGUAGES;
  for (const locale of preferred) {
    const found = candidates.find(({ matches }) => matches.test(locale));
    if (found) return languageOf(found, locale);
  }
  const fallback = asked[0] ?? ENGLISH;
  return languageOf(fallback, fallback.lang);
}

function languageOf({ lang, texts }: Pick<Language, 'lang' | 'texts'>, locale: string): Language {
  return { lang, texts, formats: formatsOf(isLocale(locale) ? locale : lang) };
}

/** Chromium in the C locale of a Unix prefers "en-US@posix", which is none. */
function isLocale(tag: string): boolean {
  try {
    return Boolean(new Intl.Locale(tag));
  } catch {
    return false;
  }
}
