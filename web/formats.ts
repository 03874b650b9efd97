/** How numbers and times are written for one locale. */
export interface Formats {
  readonly number: Intl.NumberFormat;
  readonly time: Intl.DateTimeFormat;
  readonly day: Intl.DateTimeFormat;
  readonly dateAndTime: Intl.DateTimeFormat;
}

/** @param locale a BCP 47 tag */
export function formatsOf(locale: string): Formats {
  return {
    number: new Intl.NumberFormat(locale),
    time: new Intl.DateTimeFormat(locale, { timeStyle: 'short' }),
    day: new Intl.DateTimeFormat(locale, { dateStyle: 'full' }),
    dateAndTime: new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium' }),
  };
}
